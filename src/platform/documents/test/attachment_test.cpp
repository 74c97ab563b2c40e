// What may be kept as evidence, by its bytes, and what a photo no longer tells.
#include "platform/documents/attachment.h"

#include <gtest/gtest.h>

#include "platform/base/error.h"
#include "platform/base/limits.h"
#include "platform/base/text.h"
#include "platform/documents/picture.h"
#include "tests/support/attachments.h"

namespace tenzij::documents {
namespace {

std::string refusal_of(const std::string& content) {
  try {
    return boost::describe::enum_to_string(read_attachment(content).kind, "");
  } catch (const Error& error) {
    return error.code();
  }
}

bool tells(const std::string& content) {
  for (const char* secret : {"Toestel", "52.0907N", "Utrecht", "Jansen", "film", "zzz"})
    if (content.find(secret) != std::string::npos) return true;
  return false;
}

TEST(Attachment, is_known_by_its_bytes) {
  EXPECT_EQ(refusal_of(testing::office()), "docx");
  EXPECT_EQ(refusal_of(testing::office("spreadsheetml.sheet.main")), "xlsx");
  EXPECT_EQ(refusal_of(testing::office("presentationml.presentation.main")), "pptx");
  EXPECT_EQ(refusal_of(testing::open_document()), "odt");
  EXPECT_EQ(refusal_of(testing::open_document("spreadsheet")), "ods");
  EXPECT_EQ(refusal_of(testing::small_pdf()), "pdf");
  EXPECT_EQ(refusal_of(testing::photo()), "jpeg");
  EXPECT_EQ(refusal_of(testing::picture()), "png");
  EXPECT_EQ(refusal_of("\xEF\xBB\xBFgroep;uren\r\npw;36\r\n\"a; b\";24\r\n"), "csv");
  EXPECT_EQ(refusal_of("groep\turen\nPati\xEBnt\t36\n"), "csv") << "Windows-1252";
}

TEST(Attachment, refuses_programs_archives_macros_and_what_is_locked) {
  EXPECT_EQ(refusal_of(std::string("MZ\x90\0 this is %PDF-1.4", 20)), "attachmentProgram");
  EXPECT_EQ(refusal_of("\x7F"
                       "ELF..."),
            "attachmentProgram");
  EXPECT_EQ(refusal_of("#!/bin/sh\na;b\nc;d\n"), "attachmentProgram");
  EXPECT_EQ(refusal_of(testing::zip(testing::Parts{{"a.pdf", testing::small_pdf()}})), "attachmentArchive");
  EXPECT_EQ(refusal_of("Rar!\x1A\x07\x01"), "attachmentArchive");
  EXPECT_EQ(refusal_of(testing::office("wordprocessingml.document.main", {{"word/evil.exe", "MZ"}})), "attachmentProgram");
  EXPECT_EQ(refusal_of(testing::office("wordprocessingml.document.main", {{"word/vbaProject.bin", "x"}})), "attachmentMacro");
  EXPECT_EQ(
      refusal_of(testing::zip(testing::Parts{
          {"[Content_Types].xml", "<Types><Override ContentType=\"application/vnd.ms-word.document.macroEnabled.main+xml\"/></Types>"}})),
      "attachmentMacro");
  EXPECT_EQ(refusal_of(testing::zip(testing::Parts{{"[Content_Types].xml",
                                                    "<Types><Override ContentType=\"application/vnd.openxmlformats-officedocument."
                                                    "spreadsheetml.sheet.main+xml\"/><Default ContentType=\"application/vnd.ms-office."
                                                    "vbaProject\"/></Types>"},
                                                   {"xl/harmless.bin", "x"}})),
            "attachmentMacro")
      << "by what it is said to be, under another name";
  EXPECT_EQ(refusal_of(testing::open_document("text", {{"Basic/Standard/Module1.xml", "<x/>"}})), "attachmentMacro");
  EXPECT_EQ(refusal_of(testing::open_document("text", {{"Scripts/python/a.py", "x"}})), "attachmentMacro");
  EXPECT_EQ(refusal_of(testing::open_document("text", {}, "<manifest><manifest:encryption-data/></manifest>")), "attachmentPassword");
  EXPECT_EQ(refusal_of(testing::small_pdf(true)), "attachmentPassword");
  const std::string old("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 Word.Document.8", 24);
  EXPECT_EQ(refusal_of(old), "attachmentOldOffice");
  std::string locked = old;
  for (const char c : std::string("EncryptedPackage")) locked += std::string(1, c) + '\0';
  EXPECT_EQ(refusal_of(locked), "attachmentPassword");
}

TEST(Attachment, refuses_what_is_none_of_them) {
  EXPECT_EQ(refusal_of(""), "attachmentEmpty");
  for (const char* text : {"Er is gewerkt, en goed ook.\nDaarna, zeiden zij, was het klaar, en stil.\n", "<html>\n<a,b>\n<c,d>\n",
                           "{\"a\": 1,\n\"b\": 2}\n", "alert(1);\nalert(2);\n", "GIF89a", "een woord\n"})
    EXPECT_EQ(refusal_of(text), "attachmentUnknown") << text;
  EXPECT_EQ(refusal_of(std::string("a;b\nc;\0\n", 8)), "attachmentUnknown");
  EXPECT_EQ(refusal_of("%PDF-1.4\nnothing"), "attachmentDamaged");
  EXPECT_EQ(refusal_of(testing::open_document().substr(0, 60)), "attachmentDamaged");
}

TEST(Attachment, a_photo_keeps_its_pixels_and_which_side_is_up_and_nothing_else) {
  const std::string photo = testing::photo(6);
  ASSERT_TRUE(tells(photo));
  const std::string bare = read_attachment(photo).content;
  EXPECT_FALSE(tells(bare));
  EXPECT_NE(bare.find("ICC_PROFILE"), std::string::npos) << "its colours are part of the picture";
  const std::string tag("\x01\x12\0\x03\0\0\0\x01\0\x06", 10);
  EXPECT_NE(bare.find(tag), std::string::npos) << "turned as it was";
  const std::size_t pixels = photo.find("\xFF\xDB");
  const std::size_t end = photo.find("\xFF\xD9");
  EXPECT_TRUE(bare.ends_with(photo.substr(pixels, end + 2 - pixels))) << "no pixel was touched";
  EXPECT_EQ(read_attachment(testing::photo(1)).content.find("Exif"), std::string::npos) << "upright: nothing to say";
  EXPECT_EQ(bare_jpeg(photo, true).find("Exif"), std::string::npos);
  EXPECT_EQ(read_attachment(bare).content, bare);
}

TEST(Attachment, a_png_keeps_its_pixels_only) {
  const std::string bare = read_attachment(testing::picture()).content;
  EXPECT_FALSE(tells(bare));
  EXPECT_EQ(bare, testing::picture(false));
}

TEST(Attachment, a_photo_cut_anywhere_is_refused_or_read) {
  for (const std::string& whole : {testing::photo(), testing::picture()}) {
    for (std::size_t length = 1; length < std::min<std::size_t>(whole.size(), 700); ++length) {
      const std::string said = refusal_of(whole.substr(0, length));
      EXPECT_TRUE(said.starts_with("attachment") || said == "jpeg" || said == "png") << length;
    }
    std::string flipped = whole;
    for (std::size_t at = 3; at < std::min<std::size_t>(whole.size(), 700); ++at) {
      flipped[at] = static_cast<char>(~flipped[at]);
      static_cast<void>(refusal_of(flipped));
      flipped[at] = whole[at];
    }
  }
}

TEST(Attachment, is_kept_under_the_ending_of_what_it_is) {
  EXPECT_EQ(attachment_name("foto.HEIC", AttachmentKind::jpeg), "foto.jpg");
  EXPECT_EQ(attachment_name("foto.JPEG", AttachmentKind::jpeg), "foto.jpg");
  EXPECT_EQ(attachment_name("staat.csv", AttachmentKind::csv), "staat.csv");
  EXPECT_EQ(attachment_name("staat.exe", AttachmentKind::csv), "staat.exe.csv");
  EXPECT_EQ(attachment_name("  ", AttachmentKind::pdf), "bestand.pdf");
  std::string e_acute;
  for (int i = 0; i < 300; ++i) e_acute += "\xC3\xA9";
  const std::string cut = attachment_name(e_acute, AttachmentKind::pdf);
  EXPECT_EQ(text::code_points(cut), limits::name_longest);
  EXPECT_TRUE(text::valid_utf8(cut));
}

}  // namespace
}  // namespace tenzij::documents
