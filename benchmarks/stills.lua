-- wrk: the bearer token comes from the environment, and the result is one line of JSON.
wrk.headers["Authorization"] = "Bearer " .. os.getenv("BEARER")

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests": %d, "seconds": %f, "p99": %f, "errors": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(99) / 1e3,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout
  ))
end
