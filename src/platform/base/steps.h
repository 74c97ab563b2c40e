// Counts the work of readers of foreign input, so that a test can assert that twice the input costs at most about twice
// the work: by steps, since times on a busy machine prove nothing. A thread counts for itself; the cost is one addition.
#pragma once

#include <cstdint>

namespace tenzij::steps {

inline thread_local std::uint64_t counted = 0;

// Call it in the innermost loop whose length an input decides; `many` for a step over so many bytes or items at once.
inline void add(std::uint64_t many = 1) { counted += many; }

// The steps that `work` took in this thread.
template <class Work>
std::uint64_t of(Work&& work) {
  const std::uint64_t before = counted;
  work();
  return counted - before;
}

}  // namespace tenzij::steps
