// Figures for Prometheus; this header keeps its library out of everybody else's.
#pragma once

#include <memory>
#include <string>

namespace tenzij::app {

class Metrics {
 public:
  Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;
  Metrics(Metrics&&) = delete;
  Metrics& operator=(Metrics&&) = delete;
  ~Metrics();
  void request(const char* method, int status, double seconds);
  void gauges(std::size_t database_connections, std::size_t event_streams);
  [[nodiscard]] std::string text() const;  // exposition format 0.0.4

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tenzij::app
