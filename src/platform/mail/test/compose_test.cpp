#include "platform/mail/compose.h"

#include <gtest/gtest.h>

#include "platform/base/text.h"
#include "platform/mail/mail.h"
#include "platform/mail/smtp.h"
#include "platform/mail/words.h"

namespace tenzij::mail {
namespace {

Letter letter() {
  Letter out;
  out.from_name = "Gemeente Noorderveen";
  out.from = "tenzij@noorderveen.example";
  out.to_name = "J. van den Berg";
  out.to = "j@noorderveen.example";
  out.subject = "Onderwerp";
  out.plain = "Dag,\n\nEen bericht.\n";
  out.html = "<p>Dag</p>\n";
  out.message_id = "01a2-x@noorderveen.example";
  out.date = *parse_instant("2026-11-30T10:05:09Z");
  return out;
}

std::string head_of(const std::string& mail) { return mail.substr(0, mail.find("\r\n\r\n")); }

// Lines of the head that are no fold of the one before.
std::vector<std::string> headers_of(const std::string& mail) {
  std::vector<std::string> out;
  const std::string head = head_of(mail);
  for (const std::string_view line : text::split(head, '\n'))
    if (!line.empty() && line.front() != ' ') out.emplace_back(line.substr(0, line.find(':')));
  return out;
}

std::string decoded(std::string_view words) {
  static constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  while (!words.empty()) {
    EXPECT_TRUE(words.starts_with("=?UTF-8?B?")) << words;
    const std::size_t end = words.find("?=");
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : words.substr(10, end - 10)) {
      if (c == '=') break;
      bits = bits << 6 | static_cast<std::uint32_t>(letters.find(c));
      count += 6;
      if (count >= 8) out += static_cast<char>(bits >> (count -= 8) & 255U);
    }
    words.remove_prefix(end + 2);
    if (words.starts_with("\r\n ")) words.remove_prefix(3);
  }
  return out;
}

TEST(MailCompose, has_the_headers_of_a_letter_that_nobody_answers_by_machine) {
  Letter in = letter();
  in.off = "https://t.example/api/v1/mail-off/x";
  const std::string mail = compose(in);
  const std::vector<std::string> expected{
      "Date",         "From",        "To", "Subject", "Message-ID", "Auto-Submitted", "List-Unsubscribe", "List-Unsubscribe-Post",
      "MIME-Version", "Content-Type"};
  EXPECT_EQ(headers_of(mail), expected);
  EXPECT_NE(mail.find("Date: Mon, 30 Nov 2026 10:05:09 +0000\r\n"), std::string::npos);
  EXPECT_NE(mail.find("From: \"Gemeente Noorderveen\"\r\n <tenzij@noorderveen.example>\r\n"), std::string::npos);
  EXPECT_NE(mail.find("Message-ID: <01a2-x@noorderveen.example>\r\n"), std::string::npos);
  EXPECT_EQ(mail.find("\n\n"), std::string::npos) << "every line ends with CR LF";
  in.off.clear();
  EXPECT_EQ(compose(in).find("List-"), std::string::npos) << "what is needed cannot be switched off";
}

TEST(MailCompose, nobody_adds_a_header_with_a_title_a_name_or_an_address) {
  for (const std::string_view attack : {"x\r\nBcc: a@b.example", "x\nBcc: a@b.example", "x\rBcc: a@b.example", "x\r\n\r\n<script>",
                                        "x\r\n Bcc: y", "x\v\f\x7f\x01", "\r\n"}) {
    Letter in = letter();
    in.subject = in.from_name = in.to_name = std::string(attack);
    in.off = "https://t.example/" + std::string(attack);
    const std::string mail = compose(in);
    EXPECT_EQ(headers_of(mail).size(), 10U) << attack;
    const std::string head = head_of(mail);
    for (std::size_t at = 0; at < head.size(); ++at) {
      const auto c = static_cast<unsigned char>(head[at]);
      EXPECT_TRUE((c >= ' ' && c < 0x7f) || c == '\r' || c == '\n') << attack;
      EXPECT_TRUE(c != '\n' || head[at - 1] == '\r') << attack;
      EXPECT_TRUE(c != '\r' || head[at + 1] == '\n') << attack;
    }
    EXPECT_FALSE(is_address("a@b.example" + std::string(attack))) << attack;
    EXPECT_FALSE(is_address(std::string(attack) + "@b.example")) << attack;
  }
  for (const std::string_view wrong : {"", "a", "@b.example", "a@", "a@b", "a@@b.example", "a@b.example,c@d.example", "a b@c.example",
                                       "<a@b.example>", "a@b.example>", "\"a\"@b.example", "é@b.example", "a@.example", "a@-b.example"})
    EXPECT_FALSE(is_address(wrong)) << wrong;
  EXPECT_TRUE(is_address("j.van-den+berg@sub.noorderveen.example"));
}

TEST(MailCompose, names_in_quotes_stay_one_name) {
  Letter in = letter();
  in.to_name = R"(Jan "de Bouwer" \ <x@evil.example>)";
  EXPECT_NE(compose(in).find("To: \"Jan \\\"de Bouwer\\\" \\\\ <x@evil.example>\"\r\n <j@noorderveen.example>\r\n"), std::string::npos);
}

TEST(MailCompose, other_letters_and_long_subjects_are_encoded_folded_and_read_back) {
  const std::string eur = "Wegen € 1,2 mln – Ůstí, 東京, 🚲 en nog veel meer woorden, zodat het op één regel niet past en gevouwen wordt";
  for (const std::string& subject :
       {std::string("Café"), eur, std::string(150, 'a'), std::string("=?UTF-8?B?eA==?="), std::string(199, 'x') + "é"}) {
    Letter in = letter();
    in.subject = subject;
    in.to_name = subject.substr(0, subject.find(' '));
    const std::string mail = compose(in);
    for (const std::string_view line : text::split(mail, '\n')) EXPECT_LE(line.size(), 79U) << line;
    EXPECT_EQ(decoded(header_text(subject)), subject);
    for (std::size_t at = mail.find("=?UTF-8?B?"); at != std::string::npos; at = mail.find("=?UTF-8?B?", at + 1))
      EXPECT_TRUE(text::valid_utf8(decoded(mail.substr(at, mail.find("?=", at + 10) + 2 - at)))) << "a character is cut in two";
  }
  EXPECT_EQ(header_text("Plain words"), "Plain words");
}

TEST(MailCompose, bodies_are_quoted_printable_with_short_lines) {
  EXPECT_EQ(quoted_printable("a=b\n"), "a=3Db\r\n");
  EXPECT_EQ(quoted_printable("end \nnext\t\n"), "end=20\r\nnext=09\r\n");
  EXPECT_EQ(quoted_printable("é"), "=C3=A9");
  EXPECT_EQ(quoted_printable("one\r\ntwo\rx"), "one\r\ntwox");
  const std::string text = std::string(300, 'a') + std::string("\n.\n..\n") + std::string(100, '=');
  std::string back;
  const std::string quoted = quoted_printable(text);
  for (const std::string_view line : text::split(quoted, '\n')) EXPECT_LE(line.size(), 77U);
  for (std::size_t i = 0; i < quoted.size(); ++i) {
    if (quoted[i] == '\r') continue;
    if (quoted[i] != '=') back += quoted[i];
    else if (quoted.compare(i, 3, "=\r\n") == 0) i += 2;
    else {
      back += static_cast<char>(std::stoi(quoted.substr(i + 1, 2), nullptr, 16));
      i += 2;
    }
  }
  EXPECT_EQ(back, text);
}

TEST(MailWords, what_somebody_typed_is_text_in_html) {
  const Messages words(std::filesystem::path(TENZIJ_HOME) / "knowledge" / "mail");
  const Told told{
      "help_asked", json::object{{"who", "<b>Jan</b>"}, {"question", "\"&<script>alert(1)</script>"}}, "/organisatie/hulpvragen#x", {}};
  const Written one =
      write(words, {"nl", "Noorderveen", "A <i>B</i>", "https://t.example", "https://t.example/berichten/uit#k", 0}, {told});
  EXPECT_EQ(one.html.find("<script"), std::string::npos);
  EXPECT_EQ(one.html.find("<b>"), std::string::npos);
  EXPECT_EQ(one.html.find("<i>"), std::string::npos);
  EXPECT_NE(one.html.find("<a href=\"https://t.example/organisatie/hulpvragen#x\">"), std::string::npos);
  EXPECT_NE(one.plain.find("<script>alert(1)</script>"), std::string::npos) << "plain text says what was typed";
  EXPECT_EQ(one.subject, "Vraag van <b>Jan</b>");
  EXPECT_NE(one.plain.find("Noorderveen"), std::string::npos);
  const Written several = write(words, {"en", "Noorderveen", "", "https://t.example", "", 3}, {told, told});
  EXPECT_EQ(several.subject, "5 messages from Noorderveen");
  EXPECT_NE(several.plain.find("And 3 other messages"), std::string::npos);
  EXPECT_EQ(several.plain.find("No more mail"), std::string::npos);
}

TEST(MailFate, is_the_addresss_the_letters_or_the_servers) {
  EXPECT_EQ(fate_of("RCPT", "550 5.1.1 no such user"), Fate::refused);
  EXPECT_EQ(fate_of("RCPT", "550 no such user"), Fate::refused);
  EXPECT_EQ(fate_of("RCPT", "550 5.7.1 relaying denied"), Fate::bounced) << "says nothing about the address";
  EXPECT_EQ(fate_of("RCPT", "552 5.2.2 mailbox full"), Fate::bounced);
  EXPECT_EQ(fate_of("RCPT", "451 4.7.1 greylisted"), Fate::later);
  EXPECT_EQ(fate_of("BODY", "554 5.6.0 refused"), Fate::bounced);
  EXPECT_EQ(fate_of("BODY", ""), Fate::later) << "the line broke: the server may have it, or not";
  EXPECT_EQ(fate_of("BODY", "452 too much"), Fate::later);
  for (const char* asked : {"", "EHLO", "STARTTLS", "AUTH", "MAIL"}) EXPECT_EQ(fate_of(asked, "535 no"), Fate::away) << asked;
}

TEST(MailSettings, say_what_is_wrong_with_them) {
  Service good;
  EXPECT_EQ(trouble_of(good), "") << "no mail at all is right";
  good.server = "smtp://mail.example:587";
  good.from = "tenzij@noorderveen.example";
  good.page = "https://tenzij.noorderveen.example";
  EXPECT_EQ(trouble_of(good), "");
  for (const char* server :
       {"mail.example", "http://mail.example", "smtp://", "smtp://user:word@mail.example", "smtp://mail.example/path"}) {
    Service bad = good;
    bad.server = server;
    EXPECT_NE(trouble_of(bad), "") << server;
  }
  Service bad = good;
  bad.from = "Tenzij <tenzij@x.example>";
  EXPECT_NE(trouble_of(bad), "");
  bad = good;
  bad.page = "";
  EXPECT_NE(trouble_of(bad), "");
}

}  // namespace
}  // namespace tenzij::mail
