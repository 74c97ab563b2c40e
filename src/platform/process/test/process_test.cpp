#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "platform/base/slow.h"
#include "platform/process/launcher.h"
#include "platform/process/run.h"

namespace tenzij::process {

namespace {

constexpr Bounds some{std::chrono::seconds(20), 0, 1000 * 1000};

TEST(Process, RunsAProgramToItsEnd) {
  EXPECT_EQ(run({"cat"}, "in and out", some).out, "in and out");
  EXPECT_EQ(run({"sh", "-c", "echo fault >&2; exit 7"}, "", some).status, 7);
  EXPECT_EQ(run({"sh", "-c", "echo fault >&2; exit 7"}, "", some).err, "fault\n");
  EXPECT_EQ(run({"sh", "-c", "kill -9 $$"}, "", some).status, 128 + SIGKILL);
}

TEST(Process, BoundsHold) {
  const Finished late = run({"sleep", "600"}, "", {std::chrono::seconds(1), 0, 1000});
  EXPECT_TRUE(late.late);
  EXPECT_EQ(late.status, 128 + SIGKILL);
  EXPECT_NE(run({"perl", "-e", "my $x = 'a' x 400_000_000; print length $x"}, "", {std::chrono::seconds(20), 200'000'000, 1000}).status, 0);
  EXPECT_NE(run({"sh", "-c", "yes | head -c 5000"}, "", {std::chrono::seconds(20), 0, 1000}).out.size(), 5000U);
}

TEST(Process, WhatAProgramLeavesBehindGoesWithIt) {
  const std::string mark = run({"sh", "-c", "sleep 600 & echo $!"}, "", some).out;
  const auto gone = [&] {
    std::ifstream status("/proc/" + mark.substr(0, mark.find('\n')) + "/stat");
    std::string line;
    std::getline(status, line);
    return line.empty() || line.find(") Z") != std::string::npos;
  };
  for (int tries = 0; tries < 2000 && !gone(); ++tries) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_TRUE(gone());
}

// The kind behind "Address already in use" after kill -9 and behind reports that failed with sixty connections open.
TEST(Process, NoDescriptorReachesAChild) {
  std::vector<Descriptor> careless;
  for (int i = 0; i < 1500; ++i) {
    Descriptor each(i % 2 == 0 ? socket(AF_UNIX, SOCK_STREAM, 0) : open("/dev/null", O_RDONLY));
    if (!each.open()) break;  // the machine's own limit
    careless.push_back(std::move(each));
  }
  ASSERT_GT(careless.size(), 100U);
  // Who is not root is at the limit now: what starts a child needs some itself.
  careless.resize(careless.size() - 50);
  const std::string seen = run({"ls", "/proc/self/fd"}, "", some).out;
  EXPECT_EQ(seen, "0\n1\n2\n3\n") << "3 is the folder that ls reads";
  Launcher launcher({{{"/bin/ls", "/proc/self/fd"}, reader_account(), {}}});
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
  const Descriptor from(ends[0]);
  Descriptor to(ends[1]);
  const Descriptor none(open("/dev/null", O_RDONLY | O_CLOEXEC));
  const pid_t child = launcher.start(0, none.get(), to.get());
  to.reset();
  std::string told;
  std::array<char, 1000> block{};
  for (ssize_t size = 0; (size = read(from.get(), block.data(), block.size())) > 0;)
    told.append(block.data(), static_cast<std::size_t>(size));
  EXPECT_EQ(told, "0\n1\n2\n3\n");
  launcher.end(child);
}

std::string output_of(Launcher& launcher, std::size_t program, int* status = nullptr) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return "no pipe";
  const Descriptor from(ends[0]);
  Descriptor to(ends[1]);
  const Descriptor none(open("/dev/null", O_RDONLY | O_CLOEXEC));
  const pid_t child = launcher.start(program, none.get(), to.get());
  to.reset();
  std::string out;
  std::array<char, 1000> block{};
  for (ssize_t size = 0; (size = read(from.get(), block.data(), block.size())) > 0;)
    out.append(block.data(), static_cast<std::size_t>(size));
  std::optional<int> ended;
  while (!(ended = launcher.ended(child))) std::this_thread::yield();
  if (status != nullptr) *status = *ended;
  return out;
}

TEST(Launcher, StartsItsProgramsUnderTheirAccounts) {
  const Account other{60'950, 60'951};
  Launcher launcher({{{"/usr/bin/id", "-u"}, other, {}},
                     {{"/bin/sh", "-c", "id -g; id -G; echo $HOME $PATH; exit 5"}, other, {}},
                     {{"/no/such/program"}, other, {}}});
  const bool root = geteuid() == 0;
  EXPECT_EQ(output_of(launcher, 0), std::to_string(root ? other.user : geteuid()) + "\n");
  int status = 0;
  const std::string told = output_of(launcher, 1, &status);
  EXPECT_EQ(status, 5);
  if (root) {
    EXPECT_EQ(told, "60951\n60951\n/nonexistent /usr/local/bin:/usr/bin:/bin\n");
  }
  EXPECT_THROW(launcher.start(3, 0, 1), std::out_of_range) << "only what is in its list";
  if (root) {
    output_of(launcher, 2, &status);
    EXPECT_EQ(status, 127);
  }
}

TEST(Launcher, SignalsOnlyWhatItStarted) {
  Launcher launcher({{{"/bin/sleep", "600"}, reader_account(), {}}});
  const pid_t child = launcher.start(0, STDIN_FILENO, STDERR_FILENO);
  EXPECT_FALSE(launcher.ended(child).has_value());
  launcher.signal(child, SIGTERM);
  std::optional<int> status;
  while (!(status = launcher.ended(child))) std::this_thread::yield();
  EXPECT_EQ(status, 128 + SIGTERM);
  if (geteuid() != 0) return;
  launcher.signal(getpid(), SIGKILL);  // this test is none of its children
  EXPECT_EQ(launcher.ended(getpid()), 127);
}

TEST(Launcher, StartsNoMoreOfAProgramThanItMay) {
  Program bounded{{"/bin/sleep", "600"}, reader_account(), {}};
  bounded.most = 2;
  Launcher launcher({bounded, {{"/bin/true"}, reader_account(), {}}});
  const pid_t first = launcher.start(0, STDIN_FILENO, STDERR_FILENO);
  const pid_t second = launcher.start(0, STDIN_FILENO, STDERR_FILENO);
  EXPECT_THROW(launcher.start(0, STDIN_FILENO, STDERR_FILENO), std::runtime_error);
  EXPECT_EQ(output_of(launcher, 1), "") << "another program has a bound of its own";
  launcher.end(first);
  const pid_t third = launcher.start(0, STDIN_FILENO, STDERR_FILENO);
  EXPECT_THROW(launcher.start(0, STDIN_FILENO, STDERR_FILENO), std::runtime_error) << "one ended, one came";
  launcher.end(second);
  launcher.end(third);
}

TEST(Launcher, WhatItStartedEndsWithIt) {
  if (geteuid() != 0) GTEST_SKIP() << "children of an ordinary user see the end of their input";
  pid_t child = 0;
  {
    Launcher launcher({{{"/bin/sleep", "600"}, reader_account(), {}}});
    child = launcher.start(0, STDIN_FILENO, STDERR_FILENO);
  }
  const auto gone = [&] {
    std::ifstream status("/proc/" + std::to_string(child) + "/stat");
    std::string line;
    std::getline(status, line);
    return line.empty() || line.find(") Z") != std::string::npos;
  };
  for (int tries = 0; tries < 2000 && !gone(); ++tries) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_TRUE(gone());
}

TEST(Process, WhatIsStartedGivesWayAsItsStarterDoes) {
  if (geteuid() != 0 || !std::filesystem::exists("/proc/self/autogroup"))
    GTEST_SKIP() << "the kernel has no groups by session, or takes them seldom from who is not root";
  Finished done;
  std::thread([&] {
    slow::give_way();
    done = run({"sh", "-c", "until grep -q 'nice 10' /proc/self/autogroup; do :; done"}, "", some);
  }).join();
  EXPECT_EQ(done.status, 0);
}

TEST(Accounts, TheReaderIsNeitherTheServerNorTheDatabase) {
  std::string folder = "/tmp/tenzij-accounts-XXXXXX";
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  const Accounts all = accounts(folder);
  std::filesystem::remove(folder);
  if (geteuid() != 0) {
    EXPECT_EQ(all.reader.user, geteuid());
    return;
  }
  EXPECT_NE(all.reader.user, 0U);
  EXPECT_NE(all.reader.user, 65'534U) << "others run as nobody";
  EXPECT_NE(all.reader.user, all.database.user);
  EXPECT_NE(all.reader.user, all.server.user);
}

}  // namespace

}  // namespace tenzij::process
