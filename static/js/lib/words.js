// What the page says by script, in the language it was rendered in.

const words = JSON.parse(document.body.dataset.words);
const language = document.body.dataset.language;

export function word(key, values = {}) {
  return Object.keys(values).reduce((text, name) => text.split(`{${name}}`).join(values[name]), words[key]);
}

/** One text of a {zh, en} message from the server. */
export function spoken(message) {
  if (language === "en") return message.en;
  return language === "both" ? `${message.zh} ${message.en}` : message.zh;
}
