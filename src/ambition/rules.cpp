// Pure decisions: no SQL, no HTTP, no clock.
#include <numeric>

#include "ambition/ambition.h"
#include "platform/base/files.h"

namespace tenzij::ambition {

std::optional<double> median(const std::vector<std::int64_t>& counts) {
  const std::int64_t total = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
  if (total == 0) return std::nullopt;
  const auto at = [&](std::int64_t index) {
    std::size_t level = 0;
    for (std::int64_t seen = counts[0]; seen <= index; seen += counts[level]) ++level;
    return static_cast<double>(level);
  };
  return (at((total - 1) / 2) + at(total / 2)) / 2;
}

Tally tally(const std::vector<Vote>& votes, int round, int small) {
  Tally out;
  out.counts.assign(level_count, 0);
  std::map<std::string, RoleTally> roles;
  std::map<std::string, std::int64_t> present;
  for (const Vote& vote : votes)
    if (vote.round == round) ++present[vote.role];
  for (const Vote& vote : votes) {
    if (vote.round != round) continue;
    const std::string role = present[vote.role] < small ? "together" : vote.role;
    if (!vote.motivation.empty()) out.motivations.push_back({vote.level, role, vote.motivation});
    if (!vote.level) {
      ++out.dont_know;
      continue;
    }
    const auto level = static_cast<std::size_t>(*vote.level);
    ++out.votes;
    ++out.counts[level];
    out.lowest = std::min(out.lowest.value_or(level_count), *vote.level);
    out.highest = std::max(out.highest.value_or(-1), *vote.level);
    RoleTally& own = roles[role];
    own.role = role;
    own.counts.resize(level_count);
    ++own.votes;
    ++own.counts[level];
  }
  // A rest of one is still one person.
  if (const auto rest = roles.find("together"); rest != roles.end() && rest->second.votes < small) roles.erase(rest);
  out.median = median(out.counts);
  for (auto& [name, role] : roles) {
    role.median = median(role.counts);
    out.roles.push_back(std::move(role));
  }
  return out;
}

std::optional<int> weighted_median(std::vector<Weighted> all) {
  std::erase_if(all, [](const Weighted& each) { return each.weight <= 0; });
  if (all.empty()) return std::nullopt;
  std::sort(all.begin(), all.end(), [](const Weighted& a, const Weighted& b) { return a.level < b.level; });
  int total = 0;
  for (const Weighted& each : all) total += each.weight;
  int seen = 0;
  for (const Weighted& each : all) {
    seen += each.weight;
    if (2 * seen >= total) return each.level;
  }
  return all.back().level;
}

int level_of_goal(bool measurable, const std::optional<std::string>& unit, std::optional<double> target) {
  if (!measurable || !target) return 1;
  const bool percentage = unit && unit->find('%') != std::string::npos;
  return percentage && (*target >= 90 || *target <= 0) ? 3 : 2;
}

std::string against_policy(int level, std::optional<int> policy) {
  if (!policy) return "none";
  return level < *policy ? "below" : level > *policy ? "above" : "at";
}

namespace {

constexpr std::string_view code_letters = "23456789BCDFGHJKMNPQRSTVWXYZ";
constexpr std::size_t code_length = 8;

}  // namespace

std::string new_code() { return random_letters(code_length, code_letters); }

std::string read_code(std::string_view typed) {
  std::string code;
  for (char letter : typed) {
    if (letter == ' ' || letter == '-') continue;
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    if (code_letters.find(letter) == std::string_view::npos || code.size() == code_length) return {};
    code += letter;
  }
  return code.size() == code_length ? code : std::string();
}

Levels::Levels(const std::filesystem::path& file) {
  const json::value read = json::parse(read_file(file));
  for (const auto& theme : read.as_object())
    for (const auto& language : theme.value().as_object()) {
      auto texts = json::restore<std::vector<std::string>>(language.value());
      if (texts.size() != level_count) throw std::runtime_error(file.string() + ": a theme has four levels: " + std::string(theme.key()));
      texts_[std::string(theme.key()) + "/" + std::string(language.key())] = std::move(texts);
    }
}

const std::vector<std::string>& Levels::of(std::string_view theme, std::string_view language) const {
  const auto found = texts_.find(std::string(theme) + "/" + std::string(language));
  return found != texts_.end() ? found->second : texts_.at("/nl");
}

}  // namespace tenzij::ambition
