#include "platform/reader/reader.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

namespace tenzij::reader {

namespace {

struct Pool {
  explicit Pool(Settings settings = {}) : readers(launcher, 0, settings) {}
  process::Launcher launcher{{{{"/proc/self/exe", "read"}, process::reader_account(), {}}}};
  Readers readers;
};

File order(const std::string& what, std::chrono::milliseconds time = std::chrono::seconds(20)) {
  return {"hostile", what + ".txt", what, {}, time};
}

// name: what was said, or the code of the fault.
using Outcome = std::vector<std::pair<std::string, std::string>>;

Outcome read_all(Readers& readers, std::vector<File> files) {
  Outcome out;
  std::size_t at = 0;
  std::string said;
  readers.batch(
      [&]() -> std::optional<File> {
        if (at == files.size()) return std::nullopt;
        return std::move(files[at++]);
      },
      {[&](const File&, const std::string&, Result&& result) { said = result.bytes; },
       [&](const File& file, const std::string& part, const Error* fault) {
         out.emplace_back(part.empty() ? file.name : part, fault == nullptr ? std::exchange(said, {}) : fault->code());
       }});
  return out;
}

TEST(Reader, GivesWhatAKindFindsAndWhatItRefuses) {
  Pool pool;
  const auto results = pool.readers.read(order("hello"));
  ASSERT_EQ(results.size(), 1U);
  EXPECT_EQ(results[0].value.at("said").as_string(), "hello");
  EXPECT_EQ(results[0].bytes, "hello");
  try {
    pool.readers.read(order("wrong"));
    FAIL();
  } catch (const Error& fault) {
    EXPECT_EQ(fault.code(), "notXml");
    EXPECT_EQ(fault.args().front().second, "7");
    ASSERT_EQ(fault.fields().size(), 1U);
    EXPECT_EQ(fault.fields()[0].pointer, "/field");
    EXPECT_EQ(fault.fields()[0].args.front().second, "3");
  }
  EXPECT_EQ(pool.readers.read(order("still there")).size(), 1U);
  File long_name = order("named");
  long_name.name = std::string(3000, 'n') + "\xff.xml";
  EXPECT_EQ(pool.readers.read(std::move(long_name)).size(), 1U) << "a name is no reason to refuse a file";
}

TEST(Reader, AFileThatEndsTheReaderCostsThatFileAlone) {
  Pool pool;
  std::vector<File> files;
  Outcome expected;
  const std::vector<std::pair<std::string, std::string>> hostile{{"abort", "readerCrashed"},
                                                                 {"stack", "readerCrashed"},
                                                                 {"loop", "readerTooSlow"},
                                                                 {"sleep", "readerTooSlow"},
                                                                 {"exit", "readerCrashed"}};
  int number = 0;
  const auto good = [&] {
    const std::string name = "good " + std::to_string(number++);
    files.push_back(order(name));
    expected.emplace_back(name + ".txt", name);
  };
  good();
  for (const auto& [what, code] : hostile) {
    files.push_back(order(what, std::chrono::milliseconds(300)));
    expected.emplace_back(what + ".txt", code);
    for (int i = 0; i < 40; ++i) good();
  }
  EXPECT_EQ(read_all(pool.readers, std::move(files)), expected);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST(Reader, MemoryIsBounded) {
  Pool pool;
  EXPECT_EQ(read_all(pool.readers, {order("memory"), order("good")}), (Outcome{{"memory.txt", "readerTooLarge"}, {"good.txt", "good"}}));
}
#endif

TEST(Reader, AFileInAFileIsRefusedAlone) {
  Pool pool;
  EXPECT_EQ(read_all(pool.readers, {{"hostileParts", "all.zip", "one abort two wrong three"}, order("after")}),
            (Outcome{{"one", "one"},
                     {"abort", "readerCrashed"},
                     {"two", "two"},
                     {"wrong", "notXml"},
                     {"three", "three"},
                     {"all.zip", ""},
                     {"after.txt", "after"}}));
}

TEST(Reader, ManyLostPartsEndTheFile) {
  Pool pool;
  std::string orders;
  for (int i = 0; i < limits::reader_lost_parts + 5; ++i) orders += i == 0 ? "abort" : " abort";
  const Outcome out = read_all(pool.readers, {{"hostileParts", "all.zip", orders}, order("after")});
  EXPECT_EQ(out.size(), static_cast<std::size_t>(limits::reader_lost_parts) + 3);
  EXPECT_EQ(out[out.size() - 2], (std::pair<std::string, std::string>{"all.zip", "readerCrashed"}));
  EXPECT_EQ(out.back().second, "after");
}

// "pause" is read when it has the time: a refusal with the reason of before shows that it was not tried.
File once_more(bool unasked) {
  File out = order("pause");
  out.unasked = unasked;
  return out;
}

TEST(Reader, TheSameBytesAreNotTriedAgainByThemselves) {
  Pool pool;
  EXPECT_EQ(read_all(pool.readers, {order("pause", std::chrono::milliseconds(1)), order("pause"), order("good")}),
            (Outcome{{"pause.txt", "readerTooSlow"}, {"pause.txt", "readerTooSlow"}, {"good.txt", "good"}}))
      << "twice in one batch";
  EXPECT_EQ(read_all(pool.readers, {once_more(true)}), (Outcome{{"pause.txt", "readerTooSlow"}}));
}

TEST(Reader, WhoSendsTheSameBytesAgainGetsAnotherTry) {
  Pool pool;
  EXPECT_EQ(read_all(pool.readers, {order("pause", std::chrono::milliseconds(1))}), (Outcome{{"pause.txt", "readerTooSlow"}}));
  EXPECT_EQ(read_all(pool.readers, {once_more(false)}), (Outcome{{"pause.txt", "pause"}})) << "the machine had a bad moment";
}

TEST(Reader, WhatEndedAReaderIsForgottenInTime) {
  Pool pool({limits::readers, limits::reader_wait, std::chrono::seconds(0)});
  EXPECT_EQ(read_all(pool.readers, {order("pause", std::chrono::milliseconds(1))}), (Outcome{{"pause.txt", "readerTooSlow"}}));
  EXPECT_EQ(read_all(pool.readers, {once_more(true)}), (Outcome{{"pause.txt", "pause"}}));
}

TEST(Reader, LargeFilesGoThroughAndSlowListenersAreNotItsFault) {
  Pool pool;
  const std::string large(30UL * 1024 * 1024, 'x');
  std::vector<File> files;
  for (int i = 0; i < 5; ++i) files.push_back(order(large + std::to_string(i), std::chrono::seconds(300)));
  const Outcome out = read_all(pool.readers, std::move(files));
  ASSERT_EQ(out.size(), 5U);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(out[static_cast<std::size_t>(i)].second.size(), large.size() + 1);
}

TEST(Reader, AListenerThatThrowsEndsTheBatchAndThePoolStays) {
  Pool pool({1, std::chrono::seconds(20), {}});
  for (int round = 0; round < 3; ++round)
    EXPECT_THROW(pool.readers.batch([&] { return std::optional(order("good")); },
                                    {{}, [](const File&, const std::string&, const Error*) { throw std::logic_error("stop"); }}),
                 std::logic_error);
  EXPECT_EQ(pool.readers.read(order("good")).size(), 1U);
}

TEST(Reader, AFullPoolSaysSo) {
  Pool pool({1, std::chrono::milliseconds(1), {}});
  bool told = false;
  std::optional<File> one(order("good"));
  pool.readers.batch([&] { return std::exchange(one, std::nullopt); }, {{}, [&](const File&, const std::string&, const Error*) {
                                                                          try {
                                                                            pool.readers.read(order("other"));
                                                                          } catch (const Error& fault) {
                                                                            told = fault.status() == 503 && fault.code() == "readersBusy";
                                                                          }
                                                                        }});
  EXPECT_TRUE(told);
  EXPECT_EQ(pool.readers.read(order("other")).size(), 1U);
}

TEST(Reader, SeveralReadAtOnce) {
  Pool pool({3, std::chrono::seconds(60), {}});
  std::vector<std::thread> threads;
  std::atomic<int> right{0};
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&, i] {
      for (int k = 0; k < 20; ++k) {
        const std::string word = std::to_string(i) + " " + std::to_string(k);
        if (pool.readers.read(order(word)).front().bytes == word) ++right;
      }
    });
  for (auto& each : threads) each.join();
  EXPECT_EQ(right, 160);
}

TEST(Reader, HasNoWayOut) {
  std::string folder = "/tmp/tenzij-reader-test-XXXXXX";
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  chmod(folder.c_str(), 0755);  // open to every account: only the walls are left
  const std::string path = folder + "/secret";
  std::ofstream(path) << "secret";
  chmod(path.c_str(), 0644);
  // A descriptor that a careless part of the program left open to children.
  const int leaked = open(path.c_str(), O_RDONLY);
  Pool pool;
  const auto told = pool.readers.read({"ways out", {}, {}, json::object{{"path", path}, {"folder", folder}}}).at(0).value;
  close(leaked);
  unlink(path.c_str());
  rmdir(folder.c_str());
  const auto number = [&](const char* name) { return told.at(name).to_number<int>(); };
  for (const char* way : {"open", "list", "write", "passwd", "tcp", "unix", "ptrace"}) EXPECT_NE(number(way), 0) << way;
  EXPECT_NE(number("childOpen"), 0) << "what it starts stands behind the same walls";
  EXPECT_EQ(told.at("childRuns").as_string(), "in and out");
  EXPECT_GE(number("niceness"), 10) << "reading gives way to those who answer";
  // Its pipes, its messages and the copy of its output.
  EXPECT_EQ(told.at("descriptors"), json::value({0, 1, 2, 3}));
  if (geteuid() == 0) {
    EXPECT_EQ(told.at("uid").to_number<uid_t>(), process::reader_account().user);
    EXPECT_NE(process::reader_account().user, 0U);
    EXPECT_NE(number("signal"), 0);
  }
}

}  // namespace

}  // namespace tenzij::reader
