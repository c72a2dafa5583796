-- Six-line rounds for wrk, each with a key and line ids of its own; KDS_BENCH_BODIES holds one body a line.
local bodies, n, mark = {}, 0, os.getenv("KDS_BENCH_MARK")
for line in io.lines(os.getenv("KDS_BENCH_BODIES")) do
  bodies[#bodies + 1] = line
end

local headers = {
  ["Authorization"] = "Bearer " .. os.getenv("KDS_BENCH_TOKEN"),
  ["Content-Type"] = "application/json",
}
local path = os.getenv("KDS_BENCH_PATH")

local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

function request()
  n = n + 1
  local key = mark .. "-" .. number .. "-" .. n
  headers["Idempotency-Key"] = key
  local body = bodies[n % #bodies + 1]:gsub("@", key)
  return wrk.format("POST", path, headers, body)
end

function done(summary, latency)
  io.write(string.format(
    'RESULT {"requests": %d, "seconds": %.6f, "p50_ms": %.3f, "p99_ms": %.3f, "refused": %d, "errors": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    summary.errors.status, summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
