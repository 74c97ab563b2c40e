#include "platform/http/body.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "platform/base/limits.h"

namespace tenzij::http {

namespace {

// Written at once: large enough to be few calls, small enough to be little memory per upload.
constexpr std::size_t block_bytes = 256UL * 1024;

int unlinked_file(const std::string& folder) {
  const int file = open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (file >= 0) return file;
  // A file system without O_TMPFILE.
  std::string name = folder + "/tenzij-upload-XXXXXX";
  const int named = mkostemp(name.data(), O_CLOEXEC);
  if (named >= 0) unlink(name.c_str());
  return named;
}

void take_from(std::map<Uuid, std::size_t>& counts, const Uuid& id, std::size_t size) {
  const auto at = counts.find(id);
  if (at == counts.end()) return;
  at->second -= size;
  if (at->second == 0) counts.erase(at);
}

}  // namespace

bool Intake::add(const Principal& who, std::size_t size) {
  const std::lock_guard lock(mutex_);
  const auto has = [](const std::map<Uuid, std::size_t>& counts, const Uuid& id) {
    const auto at = counts.find(id);
    return at == counts.end() ? 0 : at->second;
  };
  if (has(persons_, who.person_id) + size > limits::uploads_person_bytes) return false;
  if (has(municipalities_, who.municipality_id) + size > limits::uploads_municipality_bytes) return false;
  if (total_ + size > limits::uploads_bytes) return false;
  if (size == 0) return true;
  persons_[who.person_id] += size;
  municipalities_[who.municipality_id] += size;
  total_ += size;
  return true;
}

void Intake::remove(const Principal& who, std::size_t size) {
  const std::lock_guard lock(mutex_);
  total_ -= size;
  take_from(persons_, who.person_id, size);
  take_from(municipalities_, who.municipality_id, size);
}

std::size_t Intake::total() {
  const std::lock_guard lock(mutex_);
  return total_;
}

Body::Body(std::shared_ptr<Intake> intake, Principal who, std::string folder)
    : intake_(std::move(intake)), who_(std::move(who)), folder_(std::move(folder)) {}

Body::~Body() {
  if (mapped_ != nullptr) munmap(const_cast<char*>(mapped_), size_);
  if (file_ >= 0) close(file_);
  intake_->remove(who_, size_);
}

bool Body::append(std::string_view bytes) {
  if (!intake_->add(who_, bytes.size())) return false;
  size_ += bytes.size();
  memory_ += bytes;
  return true;
}

bool Body::wants_flush() const { return memory_.size() >= block_bytes && size_ > limits::body_memory_bytes; }

bool Body::flush() {
  if (file_ < 0) file_ = unlinked_file(folder_);
  if (file_ < 0) return false;
  std::string_view left = memory_;
  while (!left.empty()) {
    const ssize_t written = write(file_, left.data(), left.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    left.remove_prefix(static_cast<std::size_t>(written));
  }
  memory_.clear();
  return true;
}

bool Body::complete() {
  if (size_ <= limits::body_memory_bytes) return true;
  if (!flush()) return false;
  std::string().swap(memory_);
  void* at = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file_, 0);
  if (at == MAP_FAILED) return false;
  mapped_ = static_cast<const char*>(at);
  return true;
}

std::string_view Body::view() const { return mapped_ != nullptr ? std::string_view(mapped_, size_) : std::string_view(memory_); }

}  // namespace tenzij::http
