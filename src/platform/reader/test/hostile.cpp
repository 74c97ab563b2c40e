#include "platform/reader/test/hostile.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <vector>

#include "platform/process/run.h"

namespace tenzij::testing {

namespace {

using reader::Answers;
using reader::Given;

// Deeper than any stack; not a tail call.
int deep(volatile int* at) {
  volatile char block[4096];
  block[0] = static_cast<char>(*at);
  return *at == 0 ? 0 : block[0] + deep(at) + *at;
}

void do_as_told(std::string_view order, Answers& answers) {
  volatile int one = 1;
  std::vector<std::string> held;
  if (order == "abort") abort();
  if (order == "stack") answers.give(json::value(deep(&one)));
  if (order == "loop")
    while (one == 1) continue;
  if (order == "sleep") sleep(600);
  if (order == "exit") _exit(0);
  if (order == "pause") usleep(700'000);
  if (order == "nonsense") answers.give(json::value("x"), "y");
  if (order == "memory")
    for (;;) held.emplace_back(50UL * 1024 * 1024, 'x');
  if (order == "wrong") throw Error(400, "notXml", {{"position", "7"}}, {{"/field", "notDate", {{"line", "3"}}}});
  answers.give(json::object{{"said", order}}, order);
}

int refused(int result) { return result < 0 ? errno : 0; }

// Tries every way out, and says what the system answered (an errno, 0 where it was let through).
json::value try_ways_out(const json::object& options) {
  json::object out;
  const auto path = std::string(options.at("path").as_string());
  out["uid"] = getuid();
  out["niceness"] = getpriority(PRIO_PROCESS, 0);
  out["open"] = refused(open(path.c_str(), O_RDONLY));
  out["list"] = opendir(options.at("folder").as_string().c_str()) == nullptr ? errno : 0;
  out["write"] = refused(open("/tmp/tenzij-reader-was-here", O_WRONLY | O_CREAT, 0600));
  out["passwd"] = refused(open("/etc/passwd", O_RDONLY));
  out["tcp"] = refused(socket(AF_INET, SOCK_STREAM, 0));
  out["unix"] = refused(socket(AF_UNIX, SOCK_STREAM, 0));
  out["ptrace"] = refused(static_cast<int>(ptrace(PTRACE_TRACEME, 0, nullptr, nullptr)));
  out["signal"] = refused(kill(getppid(), 0));
  json::array descriptors;
  for (int each = 0; each < 1024; ++each)
    if (fcntl(each, F_GETFD) >= 0) descriptors.push_back(each);
  out["descriptors"] = descriptors;
  // What a program sees that the reader starts.
  const auto child = process::run({"cat", path}, {}, {std::chrono::seconds(5), 0, 1000});
  out["childOpen"] = child.status;
  out["childRuns"] = process::run({"cat"}, "in and out", {std::chrono::seconds(5), 0, 1000}).out;
  return out;
}

}  // namespace

void add_hostile_kinds(reader::Kinds& kinds) {
  kinds["hostile"] = [](const Given& file, Answers& answers) { do_as_told(file.content, answers); };
  // Orders separated by spaces, each a part.
  kinds["hostileParts"] = [](const Given& file, Answers& answers) {
    for (const std::string_view order : text::split(file.content, ' ')) answers.part(order, [&] { do_as_told(order, answers); });
  };
  kinds["ways out"] = [](const Given& file, Answers& answers) { answers.give(try_ways_out(file.options)); };
}

}  // namespace tenzij::testing
