#include "app/notice_source.h"

#include <gtest/gtest.h>

#include "platform/base/files.h"

namespace tenzij::app {
namespace {

namespace fs = std::filesystem;

class NoticeSourceTest : public ::testing::Test {
 protected:
  fs::path folder = [] {
    std::string name = "/tmp/tenzij-source-test-XXXXXX";
    return fs::path(mkdtemp(name.data()));
  }();
  void TearDown() override { fs::remove_all(folder); }

  fs::path write(const std::string& name, const std::string& content) {
    write_file(folder / name, content);
    return folder / name;
  }
  // name without its folder, content
  std::vector<std::pair<std::string, std::string>> all(NoticeSource& source) const {
    std::vector<std::pair<std::string, std::string>> out;
    while (auto file = source.next()) out.emplace_back(file->name.substr(folder.string().size() + 1), file->content);
    return out;
  }
};

using Files = std::vector<std::pair<std::string, std::string>>;

TEST_F(NoticeSourceTest, json_lines_beyond_an_upload_come_in_pieces_that_end_with_a_line) {
  NoticeSource source({write("all.jsonl", "{1}\n{22}\n{333}\n\n{4444}"), write("small.jsonl", "{1}\n{2}")}, {12, 12, 10});
  EXPECT_EQ(all(source),
            (Files{{"all.jsonl:1", "{1}\n{22}\n"}, {"all.jsonl:3", "{333}\n\n"}, {"all.jsonl:5", "{4444}"}, {"small.jsonl", "{1}\n{2}"}}));
  EXPECT_TRUE(source.too_large().empty());
}

TEST_F(NoticeSourceTest, nothing_is_lost_whatever_the_size_of_a_piece) {
  std::string lines;
  for (int i = 0; i < 200; ++i) lines += std::string(static_cast<std::size_t>(i % 17), 'x') + "\n";
  for (std::size_t piece = 17; piece < 400; piece += 7) {
    NoticeSource source({write("all.jsonl", lines)}, {100, 100, piece});
    std::string together;
    for (const auto& [name, content] : all(source)) {
      EXPECT_TRUE(content.ends_with('\n')) << name;
      EXPECT_LE(content.size(), piece);
      together += content;
    }
    EXPECT_EQ(together, lines);
  }
}

TEST_F(NoticeSourceTest, what_is_too_large_is_named_and_the_rest_comes) {
  NoticeSource source({write("a.zip", std::string(13, 'z')), write("b.xml", std::string(9, 'x')),
                       write("c.jsonl", "{1}\n" + std::string(20, 'y') + "\n{3}\n"), write("d.xml", "<d/>")},
                      {12, 8, 10});
  EXPECT_EQ(all(source), (Files{{"c.jsonl:1", "{1}\n"}, {"d.xml", "<d/>"}}));
  ASSERT_EQ(source.too_large().size(), 3U);
  const auto named = [&](std::size_t at, const std::string& name, std::size_t limit) {
    EXPECT_EQ(source.too_large()[at].name, (folder / name).string());
    EXPECT_EQ(source.too_large()[at].limit, limit);
  };
  named(0, "a.zip", 12);
  named(1, "b.xml", 8);
  named(2, "c.jsonl:2", 10);
}

}  // namespace
}  // namespace tenzij::app
