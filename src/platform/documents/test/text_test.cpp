// Text out of foreign documents: what comes out, and what is refused in clear words.
#include "platform/documents/text.h"

#include <gtest/gtest.h>

#include "platform/base/error.h"
#include "platform/base/files.h"
#include "platform/documents/child.h"

namespace tenzij::documents {
namespace {

std::string sample(const std::string& name) { return read_file(std::filesystem::path(TENZIJ_HOME) / "tests" / "fixtures" / name); }

std::string answer_to(const std::string& content, const std::string& name) {
  try {
    read_document(content, name);
  } catch (const Error& error) {
    return error.code();
  }
  return "read";
}

const Block* block_with(const DocumentText& text, const std::string& part) {
  for (const Block& block : text.blocks)
    if (block.text.find(part) != std::string::npos) return &block;
  return nullptr;
}

TEST(Documents, a_pdf_gives_headings_paragraphs_pages_and_places) {
  const DocumentText text = read_document(sample("policy.pdf"), "beleid.pdf");
  EXPECT_EQ(text.pages, 2);
  const Block* title = block_with(text, "Inkoopbeleid Veldhoek");
  ASSERT_NE(title, nullptr);
  EXPECT_EQ(title->kind, BlockKind::heading);
  const Block* ambition = block_with(text, "In 2030 is de helft");
  ASSERT_NE(ambition, nullptr);
  EXPECT_EQ(ambition->kind, BlockKind::paragraph);
  EXPECT_NE(ambition->text.find("circulair ingekocht"), std::string::npos) << "lines of a paragraph belong together";
  ASSERT_TRUE(ambition->box.has_value());
  EXPECT_GT(ambition->box->y, 0.05);
  EXPECT_LT(ambition->box->y + ambition->box->height, 1.0);
  const Block* second = block_with(text, "social return");
  ASSERT_NE(second, nullptr);
  EXPECT_EQ(second->page, 2);
  EXPECT_EQ(block_with(text, "Bladzijde"), nullptr) << "running footers are no text";
  EXPECT_TRUE(page_picture(sample("policy.pdf"), 2).starts_with("\x89PNG"));
}

TEST(Documents, office_files_give_the_same_text) {
  for (const char* name : {"policy.docx", "policy.odt", "policy.md"}) {
    const DocumentText text = read_document(sample(name), name);
    const Block* title = block_with(text, "Inkoopbeleid Veldhoek");
    ASSERT_NE(title, nullptr) << name;
    EXPECT_EQ(title->kind, BlockKind::heading) << name;
    EXPECT_NE(block_with(text, "In 2030 is de helft van onze inkoop circulair ingekocht."), nullptr) << name;
    const Block* item = block_with(text, "eerst hergebruik");
    ASSERT_NE(item, nullptr) << name;
    EXPECT_EQ(item->kind, BlockKind::item) << name;
  }
}

TEST(Documents, what_cannot_be_read_is_said_in_words) {
  EXPECT_EQ(answer_to("", "a.pdf"), "emptyFile");
  EXPECT_EQ(answer_to("%PDF-1.4\nrommel", "a.pdf"), "documentDamaged");
  EXPECT_EQ(answer_to(sample("scanned.pdf"), "a.pdf"), "documentScanned");
  EXPECT_EQ(answer_to(sample("policy.docx") + "vbaProject.bin", "a.docx"), "read") << "names count where the directory has them";
  EXPECT_EQ(answer_to("\xd0\xcf\x11\xe0 oud", "a.doc"), "documentOldWord");
  EXPECT_EQ(answer_to("PK\x03\x04 iets anders", "a.xlsx"), "documentUnknown");
  EXPECT_EQ(answer_to("plaatje", "a.png"), "documentUnknown");
  EXPECT_EQ(answer_to("   \n \n", "a.txt"), "documentEmpty");
}

TEST(Documents, every_cut_and_flip_of_a_file_is_read_or_refused) {
  for (const char* name : {"policy.pdf", "policy.docx", "policy.odt"}) {
    const std::string whole = sample(name);
    for (std::size_t i = 1; i < 12; ++i) {
      std::string broken = whole.substr(0, whole.size() * i / 12);
      EXPECT_NO_THROW(static_cast<void>(answer_to(broken, name)));
      broken = whole;
      broken[whole.size() * i / 12] = static_cast<char>(broken[whole.size() * i / 12] ^ 0x55);
      EXPECT_NO_THROW(static_cast<void>(answer_to(broken, name)));
    }
  }
}

TEST(Documents, html_brings_no_script_and_no_foreign_file_in) {
  const DocumentText text =
      read_document("<html><body><h1>Kop</h1><script>x()</script><p>Zin <img src='/etc/passwd'>een.</p></body></html>", "a.html");
  ASSERT_EQ(text.blocks.size(), 2U);
  EXPECT_EQ(text.blocks[1].text, "Zin een.");
}

TEST(Documents, a_child_is_stopped_by_its_limits_and_told_apart) {
  EXPECT_EQ(run_limited({"cat"}, "in en uit").out, "in en uit");
  EXPECT_EQ(run_limited({"false"}, "").status, 1);
  EXPECT_NE(run_limited({"perl", "-e", "my $x = 'a' x 4_000_000_000; print length $x"}, "").status, 0) << "memory is bounded";
}

}  // namespace
}  // namespace tenzij::documents
