#include "platform/documents/foreign.h"

#include <gtest/gtest.h>

#include "platform/base/files.h"
#include "platform/documents/table.h"

namespace tenzij::documents {

namespace {

std::string fixture(const std::string& name) { return read_file(std::filesystem::path(TENZIJ_HOME) / "tests" / "fixtures" / name); }

struct Pool {
  process::Launcher launcher{{{{"/proc/self/exe", "read"}, process::reader_account(), {}}}};
  reader::Readers readers{launcher, 0};
};

TEST(Foreign, DocumentsComeThroughTheReaderAsTheyAre) {
  Pool pool;
  for (const char* name : {"policy.pdf", "policy.docx", "policy.odt", "policy.html", "policy.md"}) {
    if (!std::filesystem::exists(std::filesystem::path(TENZIJ_HOME) / "tests" / "fixtures" / name)) continue;
    const DocumentText there = document_of(pool.readers, fixture(name), name);
    const DocumentText here = read_document(fixture(name), name);
    EXPECT_EQ(there.format, here.format);
    EXPECT_EQ(there.pages, here.pages);
    ASSERT_EQ(there.blocks.size(), here.blocks.size()) << name;
    for (std::size_t i = 0; i < here.blocks.size(); ++i) {
      EXPECT_EQ(there.blocks[i].text, here.blocks[i].text);
      EXPECT_EQ(there.blocks[i].kind, here.blocks[i].kind);
      EXPECT_EQ(there.blocks[i].depth, here.blocks[i].depth);
      EXPECT_EQ(there.blocks[i].page, here.blocks[i].page);
      ASSERT_EQ(there.blocks[i].box.has_value(), here.blocks[i].box.has_value());
      EXPECT_NEAR(there.blocks[i].box.value_or(Box{}).width, here.blocks[i].box.value_or(Box{}).width, 1e-9);
    }
  }
  EXPECT_TRUE(picture_of(pool.readers, fixture("policy.pdf"), 2).starts_with("\x89PNG"));
  EXPECT_THROW(picture_of(pool.readers, fixture("policy.pdf"), 99), Error);
}

TEST(Foreign, TablesComeThroughTheReaderAsTheyAre) {
  Pool pool;
  const Table table{"Blad", {"naam", "waarde"}, {{std::string("Groen; \"onderhoud\""), 7LL}, {std::string("x\ny"), Cents{1250}}}};
  for (const std::string& content : {to_csv(table), to_xlsx(table)}) {
    const auto here = read_table(content);
    const auto there = table_of(pool.readers, content);
    ASSERT_EQ(here.size(), there.size());
    for (std::size_t i = 0; i < here.size(); ++i) EXPECT_EQ(here[i].cells, there[i].cells);
  }
  try {
    table_of(pool.readers, "a;b\n1;2\n3;\"open\n4;5");
    FAIL();
  } catch (const Error& fault) {
    EXPECT_EQ(fault.code(), "csvQuoteOpen");
    EXPECT_EQ(fault.args().front().second, "3");
  }
  EXPECT_EQ(json_of(pool.readers, R"({"a": [1, null]})").at("a").as_array().size(), 2U);
  EXPECT_THROW(json_of(pool.readers, "{"), Error);
}

}  // namespace

}  // namespace tenzij::documents
