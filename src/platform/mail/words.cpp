#include "platform/mail/words.h"

#include "platform/mail/compose.h"

namespace tenzij::mail {

namespace {

// A subject is read in a list of others.
constexpr std::size_t subject_longest = 150;

MessageArgs args_of(const json::value& args) {
  MessageArgs out;
  if (!args.is_object()) return out;
  for (const auto& [name, content] : args.as_object())
    if (content.is_string()) out.emplace_back(name, std::string(content.as_string()));
  return out;
}

std::string link_of(const Envelope& envelope, const Told& told) {
  if (told.secret_path) return envelope.page + *told.secret_path;
  return told.path.empty() ? "" : envelope.page + told.path;
}

std::string paragraphs(const std::string& text) {
  std::string out;
  for (const std::string_view line : text::split(text, '\n'))
    if (!text::trim(line).empty()) out += "<p>" + escape_html(line) + "</p>\n";
  return out;
}

std::string anchor(const std::string& address, const std::string& label) {
  return "<a href=\"" + escape_html(address) + "\">" + escape_html(label) + "</a>";
}

}  // namespace

std::string subject_of(const Messages& words, const std::string& language, const Told& told) {
  return text::shorten(words.say(language, told.kind + ".subject", args_of(told.args)), subject_longest);
}

std::string text_of(const Messages& words, const std::string& language, const Told& told) {
  return words.say(language, told.kind + ".text", args_of(told.args));
}

std::string name_of_kind(const Messages& words, const std::string& language, const std::string& kind) {
  return words.say(language, kind + ".name");
}

Written write(const Messages& words, const Envelope& envelope, const std::vector<Told>& told) {
  const auto say = [&](const char* code, const MessageArgs& args = {}) { return words.say(envelope.language, code, args); };
  const std::int64_t all = static_cast<std::int64_t>(told.size()) + envelope.more;
  Written out;
  out.subject = all == 1 ? subject_of(words, envelope.language, told.front())
                         : say("frame.several", {{"count", std::to_string(all)}, {"municipality", envelope.municipality}});
  const std::string greeting = envelope.name.empty() ? say("frame.greeting") : say("frame.greetingName", {{"name", envelope.name}});
  out.plain = greeting + "\n\n";
  std::string body = "<p>" + escape_html(greeting) + "</p>\n";
  for (const Told& each : told) {
    const std::string text = text_of(words, envelope.language, each);
    const std::string link = link_of(envelope, each);
    if (all > 1) {
      const std::string subject = subject_of(words, envelope.language, each);
      out.plain += "* " + subject + "\n";
      body += "<h2 style=\"font-size:1.1em\">" + escape_html(subject) + "</h2>\n";
    }
    out.plain += text + "\n" + (link.empty() ? "" : link + "\n") + "\n";
    body += paragraphs(text);
    if (!link.empty()) body += "<p>" + anchor(link, say(each.secret_path ? "frame.secretLink" : "frame.link")) + "</p>\n";
  }
  if (envelope.more > 0) {
    const std::string more = say("frame.more", {{"count", std::to_string(envelope.more)}});
    out.plain += more + "\n" + envelope.page + "/berichten\n\n";
    body += "<p>" + escape_html(more) + " " + anchor(envelope.page + "/berichten", say("frame.link")) + "</p>\n";
  }
  const std::string footer = say("frame.footer", {{"municipality", envelope.municipality}});
  out.plain += "--\n" + footer + "\n";
  body += "<hr><p style=\"font-size:0.9em\">" + escape_html(footer);
  if (!envelope.off_page.empty()) {
    out.plain += say("frame.off") + " " + envelope.off_page + "\n";
    body += "<br>" + anchor(envelope.off_page, say("frame.off"));
  }
  out.html = "<!DOCTYPE html>\n<html lang=\"" + envelope.language + "\"><head><meta charset=\"utf-8\"><title>" + escape_html(out.subject) +
             "</title></head>\n<body style=\"font-family:sans-serif;line-height:1.5;max-width:40em\">\n" + body + "</p>\n</body></html>\n";
  return out;
}

}  // namespace tenzij::mail
