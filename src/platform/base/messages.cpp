#include "platform/base/messages.h"

#include "platform/base/files.h"
#include "platform/base/json.h"
#include "platform/base/text.h"

namespace tenzij {

Messages::Messages(const std::filesystem::path& folder) {
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    auto& texts = texts_[entry.path().stem().string()];
    const json::value content = json::parse(read_file(entry.path()));
    for (const auto& [code, message] : content.as_object()) texts[std::string(code)] = std::string(message.as_string());
  }
  for (const auto& [language, texts] : texts_)
    for (const auto& [other, others] : texts_)
      for (const auto& [code, unused] : others)
        if (!texts.contains(code))
          throw std::runtime_error("knowledge/messages/" + language + ".json lacks " + code + ", which " + other + " has");
}

std::string Messages::language_for(std::string_view accept_language) const {
  for (const std::string_view part : text::split(accept_language, ',')) {
    const std::string_view tag = text::trim(part).substr(0, 2);
    if (const auto found = texts_.find(tag); found != texts_.end()) return found->first;
  }
  return "nl";
}

std::string Messages::named_roles(std::string_view language, std::string_view codes) const {
  std::string out;
  for (const std::string_view code : text::split(codes, ',')) {
    const std::string key = "role." + std::string(text::trim(code));
    const std::string name = say(language, key);
    out += (out.empty() ? "" : ", ") + (name == key ? std::string(text::trim(code)) : name);
  }
  return out;
}

std::string Messages::say(std::string_view language, std::string_view code, const MessageArgs& args) const {
  const auto texts = texts_.find(language);
  if (texts == texts_.end()) return std::string(code);
  const auto found = texts->second.find(code);
  std::string out = found == texts->second.end() ? std::string(code) : found->second;
  for (const auto& [name, given] : args) {
    // Roles are given by their codes and said by their names.
    const std::string content = name == "roles" ? named_roles(language, given) : given;
    const std::string placeholder = "{" + name + "}";
    for (std::size_t at = out.find(placeholder); at != std::string::npos; at = out.find(placeholder, at + content.size()))
      out.replace(at, placeholder.size(), content);
  }
  return out;
}

}  // namespace tenzij
