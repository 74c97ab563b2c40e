#include "platform/reader/reader.h"

#include <fcntl.h>
#include <signal.h>
#include <spdlog/spdlog.h>

#include <array>
#include <stdexcept>

#include "platform/base/slow.h"
#include "platform/reader/conversation.h"

namespace tenzij::reader {

using std::chrono::steady_clock;

// --- one process ----------------------------------------------------------------------------------------------------

namespace {

struct Pipe {
  process::Descriptor read;
  process::Descriptor write;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe for a reader");
  // As large as the system lets it be: fewer turns between two processes.
  fcntl(ends[0], F_SETPIPE_SZ, 1024 * 1024);
  return {process::Descriptor(ends[0]), process::Descriptor(ends[1])};
}

}  // namespace

Readers::Reader::Reader(process::Launcher& launcher, std::size_t program) : launcher_(launcher) {
  Pipe there = make_pipe();
  Pipe back = make_pipe();
  process_ = launcher.start(program, there.read.get(), back.write.get());
  to_ = std::move(there.write);
  from_ = std::move(back.read);
  for (const int each : {to_.get(), from_.get()}) fcntl(each, F_SETFL, O_NONBLOCK);
}

Readers::Reader::~Reader() {
  try {
    end();
  } catch (const std::exception&) {
    return;  // the launcher is gone, and its children with it
  }
}

bool Readers::Reader::alive() {
  if (process_ > 0 && launcher_.ended(process_)) process_ = -1;
  return process_ > 0;
}

int Readers::Reader::end() {
  to_.reset();
  from_.reset();
  if (process_ <= 0) return 0;
  return launcher_.end(std::exchange(process_, -1));
}

// --- the pool -------------------------------------------------------------------------------------------------------

bool reader_lost(const Error& fault) {
  return fault.code() == "readerCrashed" || fault.code() == "readerTooSlow" || fault.code() == "readerTooLarge";
}

// A reader for one caller. It is given back when the conversation came to its end, and otherwise ended.
class Readers::Lease {
 public:
  Lease(Readers& readers, bool batch) : readers_(readers), batch_(batch), reader(readers.take(batch)) {}
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  Lease(Lease&&) = delete;
  Lease& operator=(Lease&&) = delete;
  ~Lease() {
    if (!whole) reader.reset();
    readers_.give_back(std::move(reader), batch_);
  }

 private:
  Readers& readers_;
  bool batch_;

 public:
  std::unique_ptr<Reader> reader;  // none: to be started
  bool whole = false;
};

Readers::Readers(process::Launcher& launcher, std::size_t program, Settings settings)
    : launcher_(launcher), program_(program), settings_(settings) {
  // A reader that is gone is an answer of write(), not the end of the server.
  signal(SIGPIPE, SIG_IGN);
}

Readers::~Readers() = default;

std::unique_ptr<Readers::Reader> Readers::start() { return std::make_unique<Reader>(launcher_, program_); }

std::unique_ptr<Readers::Reader> Readers::take(bool batch) {
  std::unique_lock lock(mutex_);
  const std::size_t for_batches = std::max<std::size_t>(1, settings_.readers - 1);
  const auto there_is = [&] { return busy_ < settings_.readers && (!batch || batches_ < for_batches); };
  if (batch) free_.wait(lock, there_is);
  else if (!free_.wait_for(lock, settings_.wait, there_is)) throw Error(503, "readersBusy");
  ++busy_;
  if (batch) ++batches_;
  end_idle();
  while (!idle_.empty()) {
    auto out = std::move(idle_.back());
    idle_.pop_back();
    if (out->alive()) return out;
  }
  return nullptr;
}

void Readers::give_back(std::unique_ptr<Reader> reader, bool batch) {
  if (reader && reader->files >= limits::reader_files) reader.reset();
  {
    const std::lock_guard lock(mutex_);
    --busy_;
    if (batch) --batches_;
    if (reader) {
      reader->idle_since = steady_clock::now();
      idle_.push_back(std::move(reader));
    }
    end_idle();
  }
  free_.notify_all();
}

// One waits for the next request; those that were needed in a busy moment do not stay.
void Readers::end_idle() {
  const auto long_ago = steady_clock::now() - limits::reader_idle;
  std::erase_if(idle_, [&](const auto& each) { return each->idle_since < long_ago; });
}

namespace {

std::string key_of(const File& file) { return file.kind + ":" + sha256_hex(file.content); }

}  // namespace

// `since` is for who asks; what comes by itself looks back further.
std::optional<Error> Readers::lost_before(const File& file, Time since) {
  {
    const std::lock_guard lock(mutex_);
    if (lost_.empty()) return std::nullopt;
  }
  const std::string key = key_of(file);
  const std::lock_guard lock(mutex_);
  const auto found = lost_.find(key);
  if (found == lost_.end()) return std::nullopt;
  const Time from = file.unasked ? steady_clock::now() - settings_.lost_time : since;
  return found->second.at < from ? std::nullopt : std::optional(found->second.fault);
}

void Readers::remember(const File& file, const Error& fault) {
  spdlog::warn("reading {} bytes as {}: {}", file.content.size(), file.kind, fault.code());
  const std::string key = key_of(file);
  const std::lock_guard lock(mutex_);
  const Time now = steady_clock::now();
  std::erase_if(lost_, [&](const auto& each) { return each.second.at < now - settings_.lost_time; });
  if (lost_.size() < limits::reader_lost_kept) lost_.insert_or_assign(key, Lost{fault, now});
}

std::vector<Result> Readers::read(File file) {
  slow::not_on_a_request_worker("a reader");
  std::optional<File> one(std::move(file));
  std::vector<Result> out;
  std::optional<Error> wrong;
  const Listener listener{[&](const File&, const std::string&, Result&& result) { out.push_back(std::move(result)); },
                          [&](const File&, const std::string&, const Error* fault) {
                            if (fault != nullptr && !wrong) wrong = *fault;
                          }};
  Lease lease(*this, false);
  const NextFile next = [&] { return std::exchange(one, std::nullopt); };
  Conversation(*this, lease.reader, next, listener).run();
  lease.whole = true;
  if (wrong) throw Error(*wrong);
  return out;
}

void Readers::batch(const NextFile& next, const Listener& listener) {
  slow::not_on_a_request_worker("a reader");
  Lease lease(*this, true);
  Conversation(*this, lease.reader, next, listener).run();
  lease.whole = true;
}

}  // namespace tenzij::reader
