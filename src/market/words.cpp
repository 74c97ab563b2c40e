// What market words mean, read from knowledge/market, knowledge/search and knowledge/purchase.
#include "market/words.h"

#include <cmath>

#include "platform/base/files.h"
#include "scan/scan.h"

namespace tenzij::market {

namespace {

// What words of one line mean to each other: in lists of a whole category (knowledge/search) less than in those of the market.
constexpr Ties wide_ties{0.85, 0.5, 0.45, 0.42, 0.12};
constexpr Ties narrow_ties{0.92, 0.75, 0.62, 0.72, 0.3};

template <class Each>
void each_line(const std::filesystem::path& file, Each&& each) {
  const std::string content = read_file(file);
  for (const std::string_view line : text::split(content, '\n'))
    if (!text::trim(line).empty() && !line.starts_with('#')) each(line);
}

std::vector<std::vector<std::string_view>> named_things(std::string_view column) {
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

double kilometres(const Point& a, const Point& b) {
  constexpr double radius = 6371.0;
  constexpr double degree = 3.14159265358979323846 / 180;
  const double north = (b.north - a.north) * degree;
  const double east = (b.east - a.east) * degree * std::cos((a.north + b.north) / 2 * degree);
  return radius * std::sqrt(north * north + east * east);  // the country is small: flat is right within a promille
}

// A normal form in which a diminutive is the thing itself: bankje, hapje, bloemetje, cadeautje. Without a t before it only where no
// word ends in one: kaartje is a kaart.
std::string plain_form(const std::string& folded) {
  std::string word = folded;
  for (const std::string_view ending : {"jes", "je"}) {
    if (!word.ends_with(ending) || word.size() < ending.size() + 3) continue;
    word.resize(word.size() - ending.size());
    const auto vowel = [](char c) { return std::string_view("aeiouy").find(c) != std::string_view::npos; };
    const std::size_t n = word.size();
    if (word.ends_with("et") && n >= 6 && !vowel(word[n - 3])) word.resize(n - 2);
    else if (word.ends_with("mp") || (word.ends_with("t") && n >= 4 && (vowel(word[n - 2]) || word[n - 2] == 'l' || word[n - 2] == 'w')))
      word.resize(n - 1);
    break;
  }
  return scan::normal_form(word);
}

std::string folded_text(std::string_view text) {
  std::string out;
  for (const auto& each : scan::placed_words(text)) out += (out.empty() ? "" : " ") + each.folded;
  return out;
}

std::vector<std::string> normal_words(std::string_view text) {
  std::vector<std::string> out;
  for (const auto& each : scan::placed_words(text))
    if (each.folded.size() > 1) out.push_back(plain_form(each.folded));
  return out;
}

// Damerau: letters put in, left out, changed or swapped.
std::size_t letters_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> older;
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) before[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      now[j] = std::min({before[j] + 1, now[j - 1] + 1, before[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) now[j] = std::min(now[j], older[j - 2] + 1);
    }
    older = before;
    before = now;
  }
  return before[b.size()];
}

Knowledge::Knowledge(const std::filesystem::path& folder) {
  for (const char* file : {"search/nothing.txt", "market/nothing.txt"})
    each_line(folder / file, [this](std::string_view line) {
      for (const auto& word : scan::placed_words(line)) nothing_.insert(word.folded);
    });
  each_line(folder / "market" / "little.txt", [this](std::string_view line) {
    for (const auto& word : scan::placed_words(line)) little_.insert(plain_form(word.folded));
  });
  each_line(folder / "market" / "places.tsv", [this](std::string_view line) {
    const auto cells = text::split(line, '\t');
    if (cells.size() < 3 || cells[0] == "name") return;
    const Place place{std::string(cells[0]), {std::stod(std::string(cells[1])), std::stod(std::string(cells[2]))}};
    places_.emplace(folded_text(cells[0]), place);
  });
  each_line(folder / "search" / "groups.tsv", [this](std::string_view line) { add_group(line, wide_ties); });
  each_line(folder / "market" / "words.tsv", [this](std::string_view line) { add_group(line, narrow_ties); });
  for (const char* file : {"market/cpv-words.tsv", "purchase/words.tsv"})
    each_line(folder / file, [this](std::string_view line) {
      const auto cells = text::split(line, '\t');
      if (cells.size() >= 2 && cells[0] != "word")
        for (const std::string& word : normal_words(cells[0])) cpv_.emplace(word, std::string(cells[1]));
    });
  each_line(folder / "reference" / "cpv.tsv", [this](std::string_view line) {
    const auto cells = text::split(line, '\t');
    if (cells.size() >= 2 && cells[0].size() == 8) cpv_names_.emplace(std::string(cells[0]), std::string(cells[1]));
  });
  invitations_ = json::decode<std::vector<InvitationRule>>(read_file(folder / "market" / "invitations.json"));
  certificates_ = json::decode<std::vector<Certificate>>(read_file(folder / "market" / "certificates.json"));
  for (const auto& [key, others] : others_)
    if (key.find(' ') == std::string::npos && key.size() >= 4) known_.push_back(key);
  std::sort(known_.begin(), known_.end());
}

void Knowledge::stands_for(std::string_view phrase, std::string_view other, double weight) {
  std::string key;
  std::size_t words = 0;
  for (const std::string& word : normal_words(phrase)) {
    if (says_nothing(word)) continue;
    key += (key.empty() ? "" : " ") + word;
    ++words;
  }
  std::vector<std::string> meant;
  for (const std::string& word : normal_words(other))
    if (!says_nothing(word)) meant.push_back(word);
  if (key.empty() || meant.empty()) return;
  longest_ = std::max(longest_, words);
  auto& all = others_[key];
  for (const std::string& word : meant) {
    if (word == key) continue;
    // Of several words each alone means less.
    const double counts = meant.size() == 1 ? weight : weight * (says_little(word) ? 0.15 : 0.6);
    const auto known = std::find_if(all.begin(), all.end(), [&](const OtherWord& each) { return each.word == word; });
    if (known == all.end()) all.push_back({word, counts});
    else known->weight = std::max(known->weight, counts);
  }
}

// A line: official names of a category, a tab, and what everybody calls what falls under it.
void Knowledge::add_group(std::string_view line, const Ties& ties) {
  const auto columns = text::split(line, '\t');
  const auto official = named_things(columns[0]);
  const auto everyday = columns.size() > 1 ? named_things(columns[1]) : decltype(official){};
  const auto all_of = [this](const auto& left, const auto& right, double weight) {
    for (const std::string_view one : left)
      for (const std::string_view other : right)
        if (one != other) stands_for(one, other, weight);
  };
  for (const auto& names : official) all_of(names, names, ties.same_name);
  for (const auto& names : everyday) all_of(names, names, ties.same_name);
  for (const auto& one : official)
    for (const auto& other : official)
      if (&one != &other) all_of(one, other, ties.same_official);
  for (const auto& one : everyday)
    for (const auto& other : everyday)
      if (&one != &other) all_of(one, other, ties.stands_beside);
  for (const auto& one : official)
    for (const auto& other : everyday) {
      all_of(other, one, ties.official_name);
      all_of(one, other, ties.falls_under);
    }
}

const Place* Knowledge::place(std::string_view folded) const {
  const auto found = places_.find(folded);
  return found == places_.end() ? nullptr : &found->second;
}

const Place* Knowledge::home_of(std::string_view municipality) const {
  std::string name = folded_text(municipality);
  if (name.starts_with("gemeente ")) name.erase(0, std::string_view("gemeente ").size());
  return place(name);
}

const std::vector<OtherWord>* Knowledge::others(const std::string& key) const {
  const auto found = others_.find(key);
  return found == others_.end() ? nullptr : &found->second;
}

const std::string* Knowledge::cpv_of(const std::string& normal) const {
  const auto found = cpv_.find(normal);
  return found == cpv_.end() ? nullptr : &found->second;
}

std::string Knowledge::cpv_words(std::string_view cpv) const {
  // Its own name, or that of what it falls under.
  std::string code(cpv);
  for (std::size_t digits = code.size(); digits >= 2; --digits) {
    if (const auto found = cpv_names_.find(code); found != cpv_names_.end()) return found->second;
    code[digits - 1] = '0';
  }
  return {};
}

const InvitationRule* Knowledge::invitation(std::string_view procedure) const {
  for (const InvitationRule& each : invitations_)
    if (each.procedure == procedure) return &each;
  return nullptr;
}

const Certificate* Knowledge::certificate(std::string_view code) const {
  for (const Certificate& each : certificates_)
    if (each.code == code) return &each;
  return nullptr;
}

std::shared_ptr<const Knowledge> read_knowledge(const std::filesystem::path& knowledge) {
  return std::make_shared<const Knowledge>(knowledge);
}

const db::Statement upsert_certificate{"market.upsert_certificate", R"sql(
INSERT INTO market.certificate (code, position, name, proves_nl, proves_en, check_nl, check_en, site, themes, months,
                                reserved)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (code)
DO UPDATE SET position = $2, name = $3, proves_nl = $4, proves_en = $5, check_nl = $6, check_en = $7, site = $8,
              themes = $9, months = $10, reserved = $11
)sql"};

void load(db::Connection& owner, const std::filesystem::path& knowledge) {
  const std::string content = read_file(knowledge / "market" / "certificates.json");
  const std::string checksum = sha256_hex(content);
  if (!owner.query("SELECT 1 FROM reference.loaded WHERE file = 'certificates' AND checksum = $1", checksum).empty()) return;
  owner.script("BEGIN");
  try {
    int position = 0;
    for (const Certificate& each : json::decode<std::vector<Certificate>>(content))
      owner.query(upsert_certificate, each.code, ++position, each.name, each.proves_nl, each.proves_en, each.check_nl, each.check_en,
                  each.site, each.themes, each.months, each.reserved);
    owner.query("INSERT INTO reference.loaded VALUES ('certificates', $1) ON CONFLICT (file) DO UPDATE SET checksum = $1", checksum);
    owner.script("COMMIT");
  } catch (const std::exception& fault) {
    owner.script("ROLLBACK");
    throw std::runtime_error("knowledge/market/certificates.json: " + std::string(fault.what()));
  }
}

}  // namespace tenzij::market
