// What a line costs, as the server counts it (kds/core/orders/pricing.py, meals.py), and what is still to be chosen for it.
// Money is whole minor units; a line is {dish, qty, options, cells, …}, a dish as /order/menu has it.

/** The price of one portion, or of `dish.per` grams, with these options and soups. */
export function unitPrice(dish, { options, cells, parts }) {
  if (isMeal(dish)) return Math.max(0, (parts || []).reduce((sum, each) => sum + partPrice(dish, each), dish.price_minor));
  return dish.price_minor + optionsPrice(dish, options) + soupsPrice(dish, cells);
}

/** Whether a dish is a set meal. Its choices know their dishes (`of`: see menu.js). */
export function isMeal(dish) {
  return Boolean(dish.meal && dish.meal.length);
}

/** Whether a dish is sold by these pages, and at this time of the day. */
export function isSold(dish) {
  return dish.sold_now !== false;
}

/** The choice of a meal that a part {group, dish, qty, options, cells} is; undefined where the meal has none such. */
export function choiceOf(meal, part) {
  const group = meal.meal.find((each) => each.group === part.group);
  return group && group.choices.find((each) => each.dish === part.dish);
}

/** What a part adds to its meal: what its choice does, and what its options and soups do beyond the cheapest. */
function partPrice(meal, part) {
  const choice = choiceOf(meal, part);
  return choice ? part.qty * (choice.price_minor + unitPrice(choice.of, part) - leastPrice(choice.of)) : 0;
}

/** The price of all of a line, rounded down as all that is weighed. */
export function linePrice(dish, line) {
  const price = unitPrice(dish, line) * line.qty;
  return (price - (price % dish.per)) / dish.per;
}

function optionsPrice(dish, options) {
  return choicesOf(dish).filter((each) => options.includes(each.option)).reduce((sum, each) => sum + each.price_minor, 0);
}

function soupsPrice({ cells: pot }, cells) {
  if (!pot || pot.price === "fixed") return 0;
  const prices = cells.map(({ soup }) => pot.soups.find((each) => each.soup === soup)).map((each) => (each ? each.price_minor : 0));
  return pot.price === "sum" ? prices.reduce((sum, each) => sum + each, 0) : Math.max(0, ...prices);
}

/** Every choice of every group of a dish. */
export function choicesOf(dish) {
  return dish.options.reduce((all, group) => all.concat(group.choices), []);
}

/** How many thousandths of a portion one of these is: half a portion is 500. */
export function portionPermille(dish, options) {
  const chosen = choicesOf(dish).filter((each) => options.includes(each.option));
  return chosen.reduce((portion, each) => Math.floor((portion * each.portion_permille) / 1000), 1000);
}

/** What a line takes of a dish that is counted, in thousandths. */
export function amountPermille(dish, line) {
  return line.qty * portionPermille(dish, line.options);
}

/**
 * The questions of a dish, in its order: {group, name, min, max, count}; the soups of a pot first, as the group "" without
 * a name.
 */
export function questions(dish, { options, cells, parts }) {
  if (isMeal(dish)) return dish.meal.map(({ group, name, min, max }) => ({ group, name, min, max, count: countIn(group, parts) }));
  const groups = dish.options.map(({ group, name, min, max, choices }) => ({
    group, name, min, max, count: choices.filter((each) => options.includes(each.option)).length,
  }));
  const pot = dish.cells;
  return (pot ? [{ group: "", name: null, min: pot.min, max: pot.max, count: cells.length }] : []).concat(groups);
}

/** How many portions are chosen of a group of a meal. */
export function countIn(group, parts) {
  return (parts || []).filter((each) => each.group === group).reduce((sum, each) => sum + each.qty, 0);
}

/** Those of the questions that are not answered: too little or too much is chosen. */
export function unanswered(dish, line) {
  return questions(dish, line).filter(({ min, max, count }) => count < min || count > max);
}

/** Whether all that must be chosen is, and no more of it can be: whoever only answers has nothing left to answer. */
export function isSettled(dish, line) {
  const asked = questions(dish, line).filter(({ min }) => min > 0);
  return asked.length > 0 && asked.every(({ max, count }) => count === max);
}

/** The least that a portion, or `dish.per` grams, can cost. */
export function leastPrice(dish) {
  if (isMeal(dish)) return dish.meal.reduce((sum, { min, choices }) => sum + min * Math.min(...choices.map((each) => each.price_minor)), dish.price_minor);
  const groups = dish.options.map(({ min, choices }) => cheapest(min, choices));
  const pot = dish.cells;
  const soups = pot ? pot.soups.map((each) => each.price_minor).sort((one, other) => one - other) : [];
  const poured = pot && pot.price === "sum" ? soups[0] * pot.min : pot && pot.price === "dearest" ? soups[0] : 0;
  return groups.reduce((sum, each) => sum + each, dish.price_minor + poured);
}

function cheapest(min, choices) {
  const prices = choices.map((each) => each.price_minor).sort((one, other) => one - other);
  return prices.slice(0, min).reduce((sum, each) => sum + each, 0);
}

/** Whether something must be chosen before the dish can be ordered. */
export function mustChoose(dish) {
  return dish.weighed || questions(dish, { options: [], cells: [], parts: [] }).some(({ min }) => min > 0);
}

/** Whether the line names an option or a soup that its dish does not have (any more). */
export function isForeign(dish, { options, cells, parts }) {
  if (isMeal(dish)) return (parts || []).some((each) => isForeignPart(choiceOf(dish, each), each));
  const known = choicesOf(dish).map((each) => each.option);
  const soups = dish.cells ? dish.cells.soups.map((each) => each.soup) : [];
  return options.some((each) => !known.includes(each)) || cells.some((each) => !soups.includes(each.soup));
}

function isForeignPart(choice, part) {
  return !choice || isForeign(choice.of, part) || unanswered(choice.of, part).length > 0;
}

/** What a line takes of the dish of that id, in thousandths: as what it is, and as parts of a meal. */
export function takenOf(id, line, dish) {
  const own = line.dish === id ? amountPermille(dish, line) : 0;
  const parts = (line.parts || []).filter((part) => part.dish === id && choiceOf(dish, part));
  return parts.reduce((sum, part) => sum + amountPermille(choiceOf(dish, part).of, { ...part, qty: part.qty * line.qty }), own);
}

/** A sum as people read it, by the menu's {symbol, decimals}: ¥1,288.00, -$3.00. */
export function money(minor, { symbol, decimals }) {
  const digits = String(Math.abs(minor)).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, ",");
  const rest = decimals ? `.${digits.slice(-decimals)}` : "";
  return `${minor < 0 ? "-" : ""}${symbol}${whole}${rest}`;
}

/** What a choice adds: "+¥3.00", "-¥28.00", "" for nothing. */
export function added(minor, menu) {
  if (!minor) return "";
  return minor > 0 ? `+${money(minor, menu)}` : money(minor, menu);
}

/** So many thousandths as a number: 1.5, 380. */
export function amount(permille) {
  return String(permille / 1000);
}
