// What Tenzij brings for purchases, read from knowledge/purchase. The files are ours: a wrong one is a fault of the installation.
#include "platform/base/files.h"
#include "purchase/purchase.h"

namespace tenzij::purchase {

namespace {

using Row = std::vector<std::string>;

std::vector<Row> table(const std::filesystem::path& file) {
  std::vector<Row> out;
  const std::string content = read_file(file);
  for (const auto line : text::split(content, '\n')) {
    if (line.empty()) continue;
    Row& row = out.emplace_back();
    for (const auto cell : text::split(line, '\t')) row.emplace_back(cell);
    if (row.size() != out.front().size()) throw std::runtime_error(file.string() + ": " + std::string(line));
  }
  if (!out.empty()) out.erase(out.begin());
  return out;
}

std::vector<std::string> lines(const std::filesystem::path& file) {
  std::vector<std::string> out;
  const std::string content = read_file(file);
  for (const auto line : text::split(content, '\n'))
    if (!text::trim(line).empty()) out.emplace_back(text::trim(line));
  return out;
}

template <class T>
std::map<std::string, T, std::less<>> by_name(const std::filesystem::path& file) {
  std::map<std::string, T, std::less<>> out;
  const json::value all = json::parse(read_file(file));
  for (const auto& each : all.as_object()) json::Decoder().read(each.value(), out[std::string(each.key())], "");
  return out;
}

template <class T>
std::vector<T> list_from(const std::filesystem::path& file) {
  return json::restore<std::vector<T>>(json::parse(read_file(file)));
}

Date day(const std::string& iso) { return Date::parse(iso).value(); }

}  // namespace

Knowledge::Knowledge(const std::filesystem::path& folder)
    : duties(list_from<Duty>(folder / "duties.json")),
      guard(by_name<GuardText>(folder / "guard-rails.json")),
      small(list_from<SmallAdvice>(folder / "small.json")),
      tasks(by_name<std::vector<TaskTemplate>>(folder / "tasks.json")),
      local_words(lines(folder / "local-words.txt")),
      business_words(lines(folder / "business-words.txt")),
      invite_words(lines(folder / "invite-words.txt")),
      goals(folder) {
  for (const Row& row : table(folder / "procedures.tsv"))
    procedures.push_back(
        {day(row.at(0)), day(row.at(1)), row.at(2), row.at(3), std::stoll(row.at(4)) * 100, row.at(5), row.at(6) == "yes", row.at(7)});
  for (const Row& row : table(folder / "social-return.tsv"))
    social_return.push_back({day(row.at(0)), day(row.at(1)), row.at(2), std::stoll(row.at(3)) * 100, std::stoi(row.at(4)) * 100,
                             row.at(5) == "yes", row.at(6)});
  for (const Row& row : table(folder / "eforms-hints.tsv")) {
    EformsHint& hint = eforms_hints.emplace_back(EformsHint{row.at(0), row.at(1), row.at(2), {}});
    for (const auto word : text::split(row.at(3), ','))
      if (!word.empty()) hint.words.emplace_back(word);
  }
  for (const Row& row : table(folder / "words.tsv")) {
    WordHint hint{row.at(1), {}};
    if (!boost::describe::enum_from_string(row.at(2).c_str(), hint.nature)) throw std::runtime_error("words.tsv: " + row.at(2));
    for (const std::string& form : scan::lexemes(row.at(0))) words.emplace(form, hint);
  }
}

}  // namespace tenzij::purchase
