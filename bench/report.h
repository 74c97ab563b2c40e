// What a benchmark prints: figures by name, for people or as one JSON object, and bounds that --check enforces.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "platform/base/json.h"

namespace tenzij::bench {

struct Options {
  bool quick = false;
  bool json = false;
  bool check = false;
  Options(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
      const std::string_view option = argv[i];
      quick = quick || option == "--quick";
      json = json || option == "--json";
      check = check || option == "--check";
    }
  }
};

class Report {
 public:
  explicit Report(const Options& options) : options_(options) {}
  void figure(const std::string& name, double value, const std::string& unit = {}) {
    out_[name] = value;
    if (options_.json) return;
    fmt::print("{:58} {:>12.4g} {}\n", name, value, unit);
    std::fflush(stdout);  // a run takes minutes: each figure as it comes, also into a file
  }
  // A ratio that must stay on one side of its bound; --check ends with an error when it does not.
  void at_most(const std::string& name, double value, double bound) {
    figure(name, value, fmt::format("(at most {})", bound));
    if (value > bound) broken_.push_back(name);
  }
  void at_least(const std::string& name, double value, double bound) {
    figure(name, value, fmt::format("(at least {})", bound));
    if (value < bound) broken_.push_back(name);
  }
  int finish() {
    if (options_.json) fmt::print("{}\n", json::dump(out_));
    for (const auto& each : broken_) fmt::print(stderr, "bound not kept: {}\n", each);
    return options_.check && !broken_.empty() ? 1 : 0;
  }

 private:
  Options options_;
  json::object out_;
  std::vector<std::string> broken_;
};

inline double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// Best of `rounds`: the machine's other work only makes it slower.
template <class Work>
double best_of(int rounds, Work&& work) {
  double best = 1e9;
  for (int i = 0; i < rounds; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    best = std::min(best, seconds_since(begin));
  }
  return best;
}

// How long each of `rounds` took, in ms.
template <class Work>
std::vector<double> times(int rounds, Work&& work) {
  std::vector<double> out;
  for (int i = 0; i < rounds; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    out.push_back(seconds_since(begin) * 1000);
  }
  return out;
}

inline double percentile(std::vector<double> values, double p) {
  std::sort(values.begin(), values.end());
  return values.at(std::min(values.size() - 1, static_cast<std::size_t>(p * static_cast<double>(values.size()))));
}

}  // namespace tenzij::bench
