// Foreign bytes are read in processes of their own: the program itself as `tenzij read`, under another account, without
// network, without files, bounded in memory, time and output (platform/process/confine.h). What crashes, hangs or eats there
// costs that one file, and another reader goes on with the next.
//
// Use: `Readers::read()` for one file, `Readers::batch()` for many, which keeps a reader busy while answers are worked on. A
// room's own words around it are in its *_kinds.cpp. What a reader answers is JSON of described structs and is checked as
// such; nothing of a foreign file is parsed in the server.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>

#include "platform/base/json.h"
#include "platform/base/limits.h"
#include "platform/process/launcher.h"

namespace tenzij::reader {

struct File {
  std::string kind;  // name in the registry of the program (app/kinds.h)
  std::string name;
  std::string content;
  json::object options{};
  std::chrono::milliseconds time = limits::reader_time;  // by the clock, for the file or for each part of it
  // Nobody sent it or asked for just this now (a page of a document that is shown, a reread): refused at once when the same
  // bytes have ended a reader lately. Who sends a file again gets another try: the machine may have had a bad moment.
  bool unasked = false;
};

struct Result {
  json::value value;
  std::string bytes;
};

// What happens to the files of a batch, in their order. `part` is the name of a file within the file (in a zip), or empty.
// Exceptions of these functions end the batch.
struct Listener {
  std::function<void(const File& file, const std::string& part, Result&& result)> on_result;
  // Once per part and once per file (then `part` is empty). With a fault: why it was refused, as a message code: what the
  // kind said, or readerCrashed, readerTooSlow {seconds}, readerTooLarge {limit}. Results before it may be of half a file.
  std::function<void(const File& file, const std::string& part, const Error* fault)> on_end;
};

using NextFile = std::function<std::optional<File>()>;

// True for the codes that say that the reader itself was lost with the file.
bool reader_lost(const Error& fault);

struct Settings {
  std::size_t readers = limits::readers;
  std::chrono::milliseconds wait = limits::reader_wait;    // for a free one
  std::chrono::seconds lost_time = std::chrono::hours(1);  // how long files that ended a reader are remembered
};

class Readers {
 public:
  // `program` is the number of `tenzij read` in the launcher's list. Readers are started when they are first needed.
  Readers(process::Launcher& launcher, std::size_t program, Settings settings = {});
  Readers(const Readers&) = delete;
  Readers& operator=(const Readers&) = delete;
  Readers(Readers&&) = delete;
  Readers& operator=(Readers&&) = delete;
  ~Readers();

  // All answers about one file. Throws Error: why it cannot be read, and 503 readersBusy when all are busy for too long.
  std::vector<Result> read(File file);
  // Many files, by one reader; the next ones are under way while answers are worked on. Waits for a free reader as long as
  // it takes, and always leaves one for read().
  void batch(const NextFile& next, const Listener& listener);

 private:
  class Reader;
  class Conversation;
  class Lease;
  using Time = std::chrono::steady_clock::time_point;
  // A file that ended a reader.
  struct Lost {
    Error fault;
    Time at;
  };

  process::Launcher& launcher_;
  std::size_t program_;
  Settings settings_;
  std::mutex mutex_;
  std::condition_variable free_;
  std::vector<std::unique_ptr<Reader>> idle_;
  std::size_t busy_ = 0;
  std::size_t batches_ = 0;
  std::map<std::string, Lost> lost_;  // by kind and SHA-256: not tried again by themselves

  std::unique_ptr<Reader> take(bool batch);
  void give_back(std::unique_ptr<Reader> reader, bool batch);
  std::unique_ptr<Reader> start();
  void end_idle();
  std::optional<Error> lost_before(const File& file, Time since);
  void remember(const File& file, const Error& fault);
};

// One answer as a described struct.
template <class T>
T read_as(Readers& readers, File file) {
  const auto results = readers.read(std::move(file));
  if (results.empty()) throw Error(400, "readerCrashed");
  T out{};
  json::Decoder decoder;
  decoder.read(results.front().value, out, "");
  if (!decoder.errors.empty()) throw Error(400, "readerCrashed");
  return out;
}

}  // namespace tenzij::reader
