-- wrk: the bearer tokens come from the environment and take turns, and the result is one line of JSON.
local bearers, turn = {}, 0
for bearer in string.gmatch(os.getenv("BEARERS"), "%S+") do
  bearers[#bearers + 1] = "Bearer " .. bearer
end

function request()
  turn = turn % #bearers + 1
  wrk.headers["Authorization"] = bearers[turn]
  return wrk.format()
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests": %d, "seconds": %f, "p99": %f, "errors": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(99) / 1e3,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout
  ))
end
