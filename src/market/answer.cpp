// What answers a question best, and how many there would be with each choice.
#include <cmath>

#include "market/index.h"

namespace tenzij::market {

namespace {

// What an enterprise says of itself counts for all it offers, a little less than what is said of the offering.
constexpr double of_the_whole = 0.85;
// Below this share of the question nothing was found: a chance word in a description is no answer.
constexpr double least_share = 0.26;
// A word that nobody offers weighs as one that is rare among many.
constexpr double unknown_word = 0.55;
constexpr std::array<double, 4> rings{10, 25, 50, 100};

bool any_of(const std::vector<std::string>& asked, const std::vector<std::string>& there) {
  return std::any_of(asked.begin(), asked.end(),
                     [&](const std::string& each) { return std::find(there.begin(), there.end(), each) != there.end(); });
}

std::vector<Counted> sorted_counts(const std::map<std::string, std::int64_t>& counts) {
  std::vector<Counted> out;
  for (const auto& [code, count] : counts) out.push_back({code, count});
  std::stable_sort(out.begin(), out.end(), [](const Counted& a, const Counted& b) { return a.count > b.count; });
  return out;
}

enum Filter : unsigned {
  by_theme = 1,
  by_certificate = 2,
  by_category = 4,
  by_price = 8,
  by_quantity = 16,
  by_days = 32,
  by_distance = 64
};

bool offers(const Card& card, int offering, const auto& fits) {
  if (offering >= 0) return fits(card.offerings[static_cast<std::size_t>(offering)]);
  return std::any_of(card.offerings.begin(), card.offerings.end(), fits);
}

std::vector<std::string> valid_certificates(const Card& card, Date today) {
  std::vector<std::string> out;
  for (const HeldCertificate& each : card.evidence)
    if (holds_on(each, today)) out.push_back(each.certificate);
  return out;
}

// Which filters keep this one out.
unsigned fails(const Card& card, const Answer& answer, const Narrow& narrow, const std::vector<std::string>& valid) {
  unsigned out = 0;
  if (!narrow.themes.empty() && !any_of(narrow.themes, card.themes)) out |= by_theme;
  if (!narrow.certificates.empty() && !any_of(narrow.certificates, valid)) out |= by_certificate;
  if (!narrow.categories.empty() && !offers(card, answer.offering, [&](const Offering& each) {
        return each.category && std::find(narrow.categories.begin(), narrow.categories.end(), *each.category) != narrow.categories.end();
      }))
    out |= by_category;
  if (narrow.most_cents &&
      !offers(card, answer.offering, [&](const Offering& each) { return each.price_cents && *each.price_cents <= *narrow.most_cents; }))
    out |= by_price;
  if (narrow.quantity && !offers(card, answer.offering, [&](const Offering& each) {
        return each.minimum.value_or(0) <= *narrow.quantity && (!each.maximum || *each.maximum >= *narrow.quantity);
      }))
    out |= by_quantity;
  if (narrow.days &&
      !offers(card, answer.offering, [&](const Offering& each) { return each.lead_days && *each.lead_days <= *narrow.days; }))
    out |= by_days;
  if (narrow.within_km > 0 && (!answer.km || *answer.km > narrow.within_km)) out |= by_distance;
  return out;
}

}  // namespace

// The best document of each enterprise by the words alone.
std::vector<Answer> Index::scored(const Asked& asked) const {
  const std::size_t documents = entry_of_.size();
  // Sums of this thread, cleared where they were touched.
  static thread_local std::vector<float> total;
  static thread_local std::vector<float> best;
  static thread_local std::vector<std::uint32_t> touched;
  static thread_local std::vector<std::uint32_t> seen;
  if (total.size() < documents) {
    total.resize(documents, 0);
    best.resize(documents, 0);
  }
  seen.clear();
  double all = 0;
  for (const AskedWord& word : asked.words) {
    touched.clear();
    std::size_t sure = 0;
    for (const OtherWord& meant : word.meant) {
      const auto term = terms_.find(meant.word);
      if (term == terms_.end()) continue;
      const auto weight = static_cast<float>(meant.weight);
      for (const Posting& each : postings_[term->second]) {
        const float counts = weight * each.weight;
        if (best[each.document] == 0) touched.push_back(each.document);
        if (best[each.document] < counts) best[each.document] = counts;
      }
    }
    // The whole counts for its parts.
    const std::size_t direct = touched.size();
    for (std::size_t i = 0; i < direct; ++i) {
      const Entry& entry = entries_[entry_of_[touched[i]]];
      if (best[touched[i]] >= 0.4F) ++sure;
      if (touched[i] != entry.first) continue;
      const float counts = best[entry.first] * static_cast<float>(of_the_whole);
      for (std::uint32_t part = entry.first + 1; part < entry.first + entry.count; ++part) {
        if (best[part] == 0) touched.push_back(part);
        if (best[part] < counts) best[part] = counts;
      }
    }
    const auto there = static_cast<double>(documents);
    const double rare = touched.empty() ? unknown_word * std::log(1 + there) : std::log(1 + there / (1 + static_cast<double>(sure)));
    const double says = word.says * std::max(1.0, rare);
    all += says;
    for (const std::uint32_t document : touched) {
      if (total[document] == 0) seen.push_back(document);
      total[document] += static_cast<float>(says) * best[document];
      best[document] = 0;
    }
  }
  std::unordered_map<std::uint32_t, Answer> found;
  for (const std::uint32_t document : seen) {
    const std::uint32_t entry = entry_of_[document];
    const double share = all > 0 ? static_cast<double>(total[document]) / all : 0;
    total[document] = 0;
    if (share < least_share || hidden(entries_[entry])) continue;
    Answer& known = found.try_emplace(entry, Answer{entry, -1, 0, {}}).first->second;
    const int offering = static_cast<int>(document - entries_[entry].first) - 1;
    if (share > known.score + 1e-6 || (share > known.score - 1e-6 && known.offering < 0)) known = {entry, offering, share, {}};
  }
  std::vector<Answer> out;
  out.reserve(found.size());
  for (const auto& [entry, answer] : found) out.push_back(answer);
  return out;
}

Answers Index::answer(const Asked& asked, const Narrow& narrow, Date today) const {
  std::vector<Answer> all;
  if (asked.words.empty()) {
    for (std::uint32_t i = 0; i < entries_.size(); ++i)
      if (!hidden(entries_[i])) all.push_back({i, -1, 0, {}});
  } else {
    all = scored(asked);
  }
  const Place* asked_at = narrow.near != nullptr ? narrow.near : asked.place;
  const Place* from = asked_at != nullptr ? asked_at : narrow.home;
  Answers out;
  std::map<std::string, std::int64_t> themes;
  std::map<std::string, std::int64_t> certificates;
  std::map<std::string, std::int64_t> categories;
  std::array<std::int64_t, rings.size()> near{};
  for (Answer& each : all) {
    const Entry& entry = entries_[each.entry];
    if (from != nullptr && entry.place != nullptr) each.km = kilometres(from->at, entry.place->at);
    const std::vector<std::string> valid = valid_certificates(entry.card, today);
    const unsigned kept_out = fails(entry.card, each, narrow, valid);
    if ((kept_out & ~by_theme) == 0)
      for (const std::string& theme : entry.card.themes) ++themes[theme];
    if ((kept_out & ~by_certificate) == 0)
      for (const std::string& code : std::set<std::string>(valid.begin(), valid.end())) ++certificates[code];
    if ((kept_out & ~by_category) == 0) {
      std::set<std::string> own;
      for (std::size_t i = 0; i < entry.card.offerings.size(); ++i)
        if (entry.card.offerings[i].category && (each.offering < 0 || each.offering == static_cast<int>(i)))
          own.insert(*entry.card.offerings[i].category);
      for (const std::string& code : own) ++categories[code];
    }
    if ((kept_out & ~by_distance) == 0 && each.km)
      for (std::size_t i = 0; i < rings.size(); ++i)
        if (*each.km <= rings[i]) ++near[i];
    if (kept_out != 0) continue;
    // What is asked first; then near, able to, and proved.
    if (!asked.words.empty()) {
      if (each.km) each.score += (asked_at != nullptr ? 0.12 : 0.03) * std::max(0.0, 1 - *each.km / 60);
      if (asked.quantity && each.offering >= 0) {
        const Offering& offering = entry.card.offerings[static_cast<std::size_t>(each.offering)];
        if (offering.minimum.value_or(0) > *asked.quantity || (offering.maximum && *offering.maximum < *asked.quantity)) each.score -= 0.08;
      }
      each.score += 0.004 * static_cast<double>(std::min<std::size_t>(valid.size(), 3));
    }
    out.list.push_back(each);
  }
  const bool by_words = !asked.words.empty();
  std::sort(out.list.begin(), out.list.end(), [&](const Answer& a, const Answer& b) {
    if (by_words && a.score != b.score) return a.score > b.score;
    if (!by_words && asked_at != nullptr) {
      const double left = a.km.value_or(1e9);
      const double right = b.km.value_or(1e9);
      if (left != right) return left < right;
    }
    if (entries_[a.entry].sorts != entries_[b.entry].sorts) return entries_[a.entry].sorts < entries_[b.entry].sorts;
    return entries_[a.entry].card.id < entries_[b.entry].card.id;
  });
  out.facets = {sorted_counts(themes), sorted_counts(certificates), sorted_counts(categories), {}};
  if (from != nullptr)
    for (std::size_t i = 0; i < rings.size(); ++i) out.facets.distances.push_back({std::to_string(static_cast<int>(rings[i])), near[i]});
  return out;
}

}  // namespace tenzij::market
