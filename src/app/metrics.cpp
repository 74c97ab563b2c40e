#include "app/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace tenzij::app {

struct Metrics::Impl {
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& requests =
      prometheus::BuildCounter().Name("tenzij_requests_total").Help("Answered requests").Register(registry);
  prometheus::Histogram& seconds =
      prometheus::BuildHistogram()
          .Name("tenzij_request_seconds")
          .Help("Time from request to answer on a worker")
          .Register(registry)
          .Add({}, prometheus::Histogram::BucketBoundaries{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10});
  prometheus::Gauge& connections =
      prometheus::BuildGauge().Name("tenzij_database_connections").Help("Database connections in use").Register(registry).Add({});
  prometheus::Gauge& streams = prometheus::BuildGauge().Name("tenzij_event_streams").Help("Open event streams").Register(registry).Add({});
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

void Metrics::request(const char* method, int status, double seconds) {
  impl_->requests.Add({{"method", method}, {"status", std::to_string(status)}}).Increment();
  impl_->seconds.Observe(seconds);
}

void Metrics::gauges(std::size_t database_connections, std::size_t event_streams) {
  impl_->connections.Set(static_cast<double>(database_connections));
  impl_->streams.Set(static_cast<double>(event_streams));
}

std::string Metrics::text() const { return prometheus::TextSerializer().Serialize(impl_->registry.Collect()); }

}  // namespace tenzij::app
