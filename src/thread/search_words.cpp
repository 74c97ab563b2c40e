// What stands for what: the groups of knowledge/search.
#include <algorithm>

#include "platform/base/files.h"
#include "scan/scan.h"
#include "thread/search.h"

namespace tenzij::thread {

namespace {

// Other names of one thing, the official name of an everyday word, what falls under an official name, and what falls under the same.
constexpr double same_thing = 0.9;
constexpr double same_category = 0.75;
constexpr double category_of = 0.56;
constexpr double part_of_category = 0.5;
constexpr double beside_it = 0.25;

std::vector<std::string> folded_words(std::string_view text) {
  std::vector<std::string> out;
  for (auto& each : scan::placed_words(text))
    if (each.folded.size() > 1) out.push_back(std::move(each.folded));
  return out;
}

std::string key_of(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& each : words) out += (out.empty() ? "" : " ") + scan::normal_form(each);
  return out;
}

// "laptop = notebook, tablet" -> {{laptop, notebook}, {tablet}}
std::vector<std::vector<std::string_view>> things(std::string_view column) {
  std::vector<std::vector<std::string_view>> out;
  for (const std::string_view thing : text::split(column, ',')) {
    if (text::trim(thing).empty()) continue;
    auto& names = out.emplace_back();
    for (const std::string_view name : text::split(thing, '='))
      if (!text::trim(name).empty()) names.push_back(text::trim(name));
  }
  return out;
}

}  // namespace

SearchWords::SearchWords(const std::filesystem::path& folder) {
  const auto listed = [&](const char* file, const auto& keep) {
    const std::string content = read_file(folder / file);
    for (const std::string_view line : text::split(content, '\n'))
      if (!line.starts_with('#'))
        for (const auto& word : scan::placed_words(line)) keep(word.folded);
  };
  listed("nothing.txt", [this](const std::string& word) { nothing_.insert(word); });
  listed("little.txt", [this](const std::string& word) { little_.insert(scan::normal_form(word)); });
  const std::string groups = read_file(folder / "groups.tsv");
  for (const std::string_view line : text::split(groups, '\n'))
    if (!text::trim(line).empty() && !line.starts_with('#')) add_group(line);
  std::set<std::string> words;
  for (const auto& [phrase, others] : others_)
    for (const OtherWords& other : others)
      for (const std::string& word : other.words)
        if (word.size() >= 3) words.insert(word);
  all_.assign(words.begin(), words.end());
  for (const std::string& word : all_) known_.insert(scan::normal_form(word));
}

bool SearchWords::says_little(const std::string& folded) const {
  const auto stems = stems_of(folded);
  return std::any_of(stems.begin(), stems.end(), [&](const std::string& stem) { return little_.contains(scan::normal_form(stem)); });
}

bool SearchWords::knows(const std::string& folded) const {
  const auto stems = stems_of(folded);
  return std::any_of(stems.begin(), stems.end(), [&](const std::string& stem) { return known_.contains(scan::normal_form(stem)); });
}

const std::vector<OtherWords>* SearchWords::of(const std::string& folded) const {
  if (const auto found = others_.find(scan::normal_form(folded)); found != others_.end()) return &found->second;
  for (const std::string& stem : stems_of(folded))
    if (const auto found = others_.find(scan::normal_form(stem)); found != others_.end()) return &found->second;
  return nullptr;
}

void SearchWords::stands_for(std::string_view phrase, std::string_view other, double weight) {
  const auto telling = [this](std::string_view text) {
    auto out = folded_words(text);
    std::erase_if(out, [this](const std::string& word) { return says_nothing(word); });
    return out;
  };
  const auto asked = telling(phrase);
  const auto words = telling(other);
  const std::string key = key_of(asked);
  if (key.empty() || words.empty() || key == key_of(words)) return;
  longest_ = std::max(longest_, asked.size());
  auto& all = others_[key];
  // The phrase as it is spelled here: who asks it spelled otherwise finds it too.
  if (all.empty()) all.push_back({asked, same_thing});
  for (OtherWords& each : all)
    if (each.words == words) {
      each.weight = std::max(each.weight, weight);
      return;
    }
  all.push_back({words, weight});
}

// A line: the official names, a tab, and what everybody calls what falls under them.
void SearchWords::add_group(std::string_view line) {
  const auto columns = text::split(line, '\t');
  const auto official = things(columns[0]);
  const auto everyday = columns.size() > 1 ? things(columns[1]) : decltype(official){};
  const auto each_name = [this](const auto& left, const auto& right, double weight) {
    for (const std::string_view one : left)
      for (const std::string_view other : right)
        if (one != other) stands_for(one, other, weight);
  };
  for (const auto& names : official) each_name(names, names, same_thing);
  for (const auto& names : everyday) each_name(names, names, same_thing);
  for (const auto& one : official)
    for (const auto& other : official)
      if (&one != &other) each_name(one, other, same_category);
  for (const auto& one : everyday)
    for (const auto& other : everyday)
      if (&one != &other) each_name(one, other, beside_it);
  for (const auto& one : official)
    for (const auto& other : everyday) {
      each_name(other, one, category_of);
      each_name(one, other, part_of_category);
    }
}

SearchWords::Phrase SearchWords::at(const std::vector<std::string>& normal_forms, std::size_t from) const {
  Phrase out;
  std::string key;
  for (std::size_t length = 1; length <= longest_ && from + length <= normal_forms.size(); ++length) {
    key += (length == 1 ? "" : " ") + normal_forms[from + length - 1];
    if (const auto found = others_.find(key); found != others_.end()) out = {length, &found->second};
  }
  return out;
}

}  // namespace tenzij::thread
