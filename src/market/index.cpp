// Cards in, and what a question means in their words.
#include "market/index.h"

#include "scan/scan.h"

namespace tenzij::market {

namespace {

// Where a word stands in a card says how much it tells of what is offered.
constexpr double in_title = 1.0;
constexpr double later_in_title = 0.65;  // "koekjes voor bij de koffie" are koekjes
constexpr double in_name = 0.85;
constexpr double in_place = 0.3;
constexpr double in_certificate = 0.5;
constexpr double in_cpv_name = 0.4;
constexpr double in_impact = 0.12;
constexpr double in_description = 0.42;
constexpr double in_profile = 0.3;

// A compound is what its last part is: a verjaardagstaart is a taart.
constexpr double ends_with_it = 0.85;
constexpr double other_ends_with_it = 0.6;  // of another word for it
constexpr double begins_with_it = 0.5;
constexpr double last_part = 0.72;
constexpr double first_part = 0.34;
constexpr double misspelled = 0.8;
constexpr double says_little_weight = 0.15;

std::uint64_t sign_of(std::string_view word) {
  std::uint64_t out = 0;
  for (std::size_t i = 0; i + 1 < word.size(); ++i)
    out |= 1ULL << ((static_cast<unsigned char>(word[i]) * 31U + static_cast<unsigned char>(word[i + 1])) % 64U);
  return out;
}

bool has_digit(std::string_view word) {
  return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool counts_people(std::string_view folded) {
  for (const char* word : {"man", "personen", "mensen", "gasten", "collegas", "deelnemers", "stuks", "persoons", "bezoekers", "kinderen",
                           "people", "guests", "pieces"})
    if (folded == word) return true;
  return false;
}

// What follows tells about the thing, and is not it.
bool tells_about(std::string_view folded) {
  for (const char* word : {"voor", "bij", "van", "met", "op", "in", "uit", "over", "door", "aan", "na", "zonder", "als", "tegen", "achter"})
    if (folded == word) return true;
  return false;
}

bool says_where(std::string_view folded) {
  for (const char* word : {"in", "bij", "uit", "te", "rond", "nabij", "omgeving", "regio", "near"})
    if (folded == word) return true;
  return false;
}

}  // namespace

bool holds_on(const HeldCertificate& evidence, Date today) {
  return (!evidence.valid_from || *evidence.valid_from <= today) && (!evidence.valid_to || *evidence.valid_to >= today);
}

void Index::note(Weights& out, std::string_view text, double weight, std::string_view before) const {
  double now = weight;
  for (const auto& word : scan::placed_words(text)) {
    if (weight == in_title && tells_about(word.folded)) now = later_in_title;
    if (word.folded.size() < 2 || knowledge_->says_nothing(word.folded)) continue;
    double& known = out[std::string(before) + plain_form(word.folded)];
    known = std::max(known, now);
  }
}

Index::Weights Index::words_of(const Card& card) const {
  Weights out;
  note(out, card.description, in_profile);
  for (const std::string& group : card.target_groups) note(out, group, in_profile);
  if (card.place) note(out, *card.place, in_place);
  for (const HeldCertificate& each : card.evidence)
    if (const Certificate* known = knowledge_->certificate(each.certificate)) note(out, known->name, in_certificate);
  // Only who asks a name finds it by that: a name tells little of what is offered.
  for (const std::string& other : card.other_names) note(out, other, in_name, "=");
  note(out, card.name, in_name, "=");
  return out;
}

Index::Weights Index::words_of(const Offering& offering) const {
  Weights out;
  note(out, offering.impact, in_impact);
  note(out, offering.description, in_description);
  if (offering.cpv) {
    note(out, knowledge_->cpv_words(*offering.cpv), in_cpv_name);
    for (std::size_t digits = 2; digits <= 5; ++digits) out["#" + offering.cpv->substr(0, digits)] = 1;
  }
  note(out, offering.title, in_title);
  return out;
}

void Index::add_document(std::uint32_t entry, const Weights& weights) {
  const auto document = static_cast<std::uint32_t>(entry_of_.size());
  entry_of_.push_back(entry);
  for (const auto& [word, weight] : weights) {
    const auto [at, fresh] = terms_.emplace(word, static_cast<std::uint32_t>(names_.size()));
    if (fresh) {
      names_.push_back(word);
      signs_.push_back(sign_of(word));
      postings_.emplace_back();
    }
    postings_[at->second].push_back({document, static_cast<float>(weight)});
  }
}

void Index::shown_before(std::uint32_t entry, int change) {
  const Entry& each = entries_[entry];
  if (each.own && each.card.kvk) own_kvk_[*each.card.kvk] += change;
}

void Index::put(Card card, bool own) {
  drop(card.id);
  const auto number = static_cast<std::uint32_t>(entries_.size());
  Entry entry;
  entry.own = own;
  entry.first = static_cast<std::uint32_t>(entry_of_.size());
  entry.count = static_cast<std::uint32_t>(card.offerings.size() + 1);
  entry.sorts = folded_text(card.name);
  if (card.place) entry.place = knowledge_->place(folded_text(*card.place));
  add_document(number, words_of(card));
  for (const Offering& each : card.offerings) add_document(number, words_of(each));
  by_id_[card.id] = number;
  entry.card = std::move(card);
  entries_.push_back(std::move(entry));
  shown_before(number, 1);
}

// Its words stay until the index is made again; nobody finds it by them.
void Index::drop(const Uuid& id) {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return;
  shown_before(found->second, -1);
  entries_[found->second].dead = true;
  by_id_.erase(found);
}

std::optional<std::uint32_t> Index::find(const Uuid& id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() || hidden(entries_[found->second]) ? std::nullopt : std::optional(found->second);
}

bool Index::hidden(const Entry& entry) const {
  if (entry.dead) return true;
  if (entry.own || !entry.card.kvk) return false;
  const auto mine = own_kvk_.find(*entry.card.kvk);
  return mine != own_kvk_.end() && mine->second > 0;
}

// The first part of a compound, which may have an s, e or en behind it.
bool Index::begins_compound(const std::string& part) const {
  for (const std::string_view between : {"", "s", "e", "en"}) {
    if (!part.ends_with(between)) continue;
    const std::string word = plain_form(part.substr(0, part.size() - between.size()));
    if (terms_.contains(word) || knowledge_->others(word) != nullptr) return true;
  }
  return false;
}

// The words of the index that a word can be: itself, what it is a part of, and what is a part of it. Of another word for what was
// asked only itself and what ends with it.
void Index::add_forms(const std::string& normal, double weight, bool other, AskedWord& out) const {
  const auto add = [&](const std::string& word, double counts) {
    for (OtherWord& each : out.meant)
      if (each.word == word) {
        each.weight = std::max(each.weight, counts);
        return;
      }
    out.meant.push_back({word, counts});
  };
  if (terms_.contains(normal)) add(normal, weight);
  if (normal.size() < 4 || has_digit(normal)) return;
  for (const std::string& term : names_) {
    if (term.size() == normal.size() || term.front() == '#' || term.front() == '=') continue;
    if (term.size() > normal.size()) {
      if (term.ends_with(normal)) add(term, weight * (other ? other_ends_with_it : ends_with_it));
      else if (!other && term.starts_with(normal)) add(term, weight * begins_with_it);
    } else if (!other && term.size() >= 4 && normal.size() >= term.size() + 3 && !knowledge_->says_little(term)) {
      // A short end may be chance: a catering is no ring.
      if (normal.ends_with(term) && (term.size() >= 5 || begins_compound(normal.substr(0, normal.size() - term.size()))))
        add(term, weight * last_part);
      else if (term.size() >= 5 && normal.starts_with(term)) add(term, weight * first_part);
    }
  }
}

// The nearest word that is offered or known, when this one is neither.
std::string Index::respelled(const std::string& normal) const {
  if (normal.size() < 4 || has_digit(normal)) return {};
  const std::size_t allowed = normal.size() < 8 ? 1 : 2;
  const std::uint64_t sign = sign_of(normal);
  std::string best;
  double least = static_cast<double>(allowed) + 0.5;
  const auto look = [&](const std::string& word, std::uint64_t other, double late) {
    if (word.size() + allowed < normal.size() || word.size() > normal.size() + allowed || word.size() < 4 || word.front() == '#' ||
        word.front() == '=')
      return;
    // One letter changes two pairs, swapped letters three.
    if (__builtin_popcountll(sign & ~other) > static_cast<int>(3 * allowed)) return;
    const double apart = static_cast<double>(letters_between(normal, word)) + late + (word.front() == normal.front() ? 0 : 0.3);
    if (apart < least) {
      least = apart;
      best = word;
    }
  };
  for (std::size_t i = 0; i < names_.size(); ++i) look(names_[i], signs_[i], postings_[i].size() > 1 ? 0 : 0.1);
  for (const std::string& word : knowledge_->known_words()) look(word, sign_of(word), 0.05);
  return best;
}

// What has the same CPV is the thing itself, what shares fewer digits stands beside it.
void Index::add_cpv(const std::string& cpv, double weight, AskedWord& out) const {
  const std::size_t telling = std::max<std::size_t>(2, cpv.find_last_not_of('0') + 1);
  constexpr std::array<double, 4> shared{0.12, 0.34, 0.62, 0.85};
  for (std::size_t digits = 2; digits <= std::min<std::size_t>(5, telling); ++digits) {
    const std::string term = "#" + cpv.substr(0, digits);
    // The code itself may end sooner: all that begins with it is it.
    const double counts = digits == telling && digits < 5 ? std::max(shared[digits - 2], 0.62) : shared[digits - 2];
    if (terms_.contains(term)) out.meant.push_back({term, weight * counts});
  }
}

AskedWord Index::asked_word(const std::string& folded, std::vector<Spelled>& spelled) const {
  const std::string normal = plain_form(folded);
  AskedWord out{normal, knowledge_->says_little(normal) ? says_little_weight : 1};
  const auto mean = [&](const std::string& word, double weight) {
    add_forms(word, weight, false, out);
    if (const auto* others = knowledge_->others(word))
      for (const OtherWord& each : *others) {
        if (each.weight >= 0.4) add_forms(each.word, weight * each.weight, true, out);
        else if (terms_.contains(each.word)) out.meant.push_back({each.word, weight * each.weight});
      }
    if (const std::string* cpv = knowledge_->cpv_of(word)) add_cpv(*cpv, weight * 0.7, out);
  };
  if (const std::string name = "=" + normal; terms_.contains(name)) out.meant.push_back({name, 1});
  mean(normal, 1);
  const bool known = std::any_of(out.meant.begin(), out.meant.end(), [](const OtherWord& each) { return each.weight >= 0.45; });
  if (known || out.says < 1) return out;
  // Of a compound that nobody knows, its longest known end: kerstpakkettenactie, buitenzitbank.
  for (std::size_t at = 3; at + 4 <= normal.size(); ++at) {
    const std::string end = normal.substr(at);
    if (!terms_.contains(end) && knowledge_->others(end) == nullptr && knowledge_->cpv_of(end) == nullptr) continue;
    mean(end, 0.7);
    break;
  }
  if (!out.meant.empty() && std::any_of(out.meant.begin(), out.meant.end(), [](const OtherWord& each) { return each.weight >= 0.3; }))
    return out;
  const std::string other = respelled(normal);
  if (other.empty()) return out;
  spelled.push_back({folded, other});
  mean(other, misspelled);
  return out;
}

Asked Index::understand(std::string_view question) const {
  Asked out;
  const auto words = scan::placed_words(question.substr(0, limits::text_longest));
  std::vector<std::string> normals;
  for (const auto& each : words) normals.push_back(plain_form(each.folded));
  for (std::size_t i = 0; i < words.size();) {
    const std::string& folded = words[i].folded;
    long long number = 0;
    if (text::to_int(folded, number)) {
      if (i + 1 < words.size() && counts_people(words[i + 1].folded)) {
        out.quantity = number;
        i += 2;
        continue;
      }
      if (i > 0 && words[i - 1].folded == "voor") out.quantity = number;
      ++i;
      continue;
    }
    // A place of two or three words, or of one behind a word that says where, or at the end.
    bool placed = false;
    for (std::size_t length = 3; length >= 1 && !placed; --length) {
      if (i + length > words.size()) continue;
      std::string name;
      for (std::size_t k = 0; k < length; ++k) name += (k == 0 ? "" : " ") + words[i + k].folded;
      const Place* place = knowledge_->place(name);
      if (place == nullptr || (length == 1 && !(i > 0 && says_where(words[i - 1].folded)) && !(i > 0 && i + 1 == words.size()))) continue;
      out.place = place;
      i += length;
      placed = true;
    }
    if (placed) continue;
    // What stands for something else as a phrase: "ramen lappen".
    std::size_t taken = 0;
    for (std::size_t length = std::min(knowledge_->longest_phrase(), words.size() - i); length >= 2 && taken == 0; --length) {
      std::string key;
      for (std::size_t k = 0; k < length; ++k) key += (k == 0 ? "" : " ") + normals[i + k];
      const auto* others = knowledge_->others(key);
      if (others == nullptr) continue;
      AskedWord whole{key, 1};
      for (const OtherWord& each : *others) add_forms(each.word, each.weight, true, whole);
      if (whole.meant.empty()) continue;
      for (std::size_t k = 0; k < length; ++k)
        if (!knowledge_->says_nothing(words[i + k].folded)) add_forms(normals[i + k], 0.6, false, whole);
      out.words.push_back(std::move(whole));
      taken = length;
    }
    if (taken > 0) {
      i += taken;
      continue;
    }
    if (folded.size() > 1 && !knowledge_->says_nothing(folded)) out.words.push_back(asked_word(folded, out.spelled));
    ++i;
  }
  return out;
}

Asked Index::understand(const PurchaseWords& purchase) const {
  Asked out = understand(purchase.title);
  // A title is no question: a wrong guess at its spelling, its places and numbers tell nothing here.
  out.place = nullptr;
  if (purchase.cpv) {
    AskedWord code{"#" + *purchase.cpv, 1.3};
    add_cpv(*purchase.cpv, 1, code);
    out.words.push_back(std::move(code));
  }
  const Asked more = understand(text::shorten(purchase.need, 400));
  std::size_t kept = 0;
  for (const AskedWord& each : more.words) {
    if (kept == 12) break;
    if (std::any_of(out.words.begin(), out.words.end(), [&](const AskedWord& other) { return other.word == each.word; })) continue;
    out.words.push_back(each);
    out.words.back().says *= 0.25;
    ++kept;
  }
  if (!out.quantity) out.quantity = more.quantity;
  return out;
}

}  // namespace tenzij::market
