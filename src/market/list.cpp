// The directory as a list: what is asked as one would speak, filters with counts, and what was searched in vain.
#include "market/store.h"

namespace tenzij::market {

namespace {

struct EnterpriseQuery {
  std::optional<std::string> search;  // as one would say it; a place and a number of people in it are understood
  std::vector<std::string> themes;
  std::optional<std::string> near;  // a place
  std::optional<int> within;        // kilometres of it
  std::vector<std::string> certificates;
  std::vector<std::string> categories;
  std::optional<std::int64_t> most_cents;  // of one unit
  std::optional<std::int64_t> quantity;    // must fit in one order
  std::optional<int> days;                 // delivers within
  std::optional<std::int64_t> page;
  std::optional<std::int64_t> page_size;
};
BOOST_DESCRIBE_STRUCT(EnterpriseQuery, (),
                      (search, themes, near, within, certificates, categories, most_cents, quantity, days, page, page_size))

struct EnterpriseLine {
  Uuid id;
  std::string name;
  std::optional<std::string> place;
  std::optional<double> km;  // from the place that was asked
  std::vector<std::string> themes;
  std::vector<CertificateState> certificates;
  std::optional<Offering> offering;  // what answers best; without a question the first
  std::int64_t offerings;
  std::string description;
  bool own = false;  // entered here, not elsewhere in the installation
  std::optional<Date> asked_on;
  std::int64_t contracts;
};
BOOST_DESCRIBE_STRUCT(EnterpriseLine, (),
                      (id, name, place, km, themes, certificates, offering, offerings, description, own, asked_on, contracts))

struct Understood {
  std::optional<std::string> place;
  std::optional<std::int64_t> quantity;
  std::vector<Spelled> spelled;
};
BOOST_DESCRIBE_STRUCT(Understood, (), (place, quantity, spelled))

struct EnterprisePage {
  std::vector<EnterpriseLine> items;
  std::int64_t total;
  std::int64_t page;
  std::int64_t page_size;
  Facets facets;
  Understood understood;
};
BOOST_DESCRIBE_STRUCT(EnterprisePage, (), (items, total, page, page_size, facets, understood))

EnterprisePage page_of(const Index& index, const Asked& asked, const Narrow& narrow, EnterprisePage out, Date today) {
  Answers found = index.answer(asked, narrow, today);
  out.total = static_cast<std::int64_t>(found.list.size());
  out.facets = std::move(found.facets);
  out.understood = {asked.place == nullptr ? std::nullopt : std::optional(asked.place->name), asked.quantity, asked.spelled};
  const auto from = static_cast<std::size_t>((out.page - 1) * out.page_size);
  for (std::size_t i = from; i < found.list.size() && i < from + static_cast<std::size_t>(out.page_size); ++i) {
    const Answer& each = found.list[i];
    const Card& card = index.card(each.entry);
    EnterpriseLine line{card.id, card.name, card.place, each.km, card.themes, certificate_states(card, today), {}, 0, {}, false, {}, 0};
    line.offerings = static_cast<std::int64_t>(card.offerings.size());
    line.description = text::shorten(card.description, 240);
    line.own = index.own(each.entry);
    if (!card.offerings.empty()) line.offering = card.offerings[static_cast<std::size_t>(std::max(each.offering, 0))];
    out.items.push_back(std::move(line));
  }
  return out;
}

const db::Statement keep_vain{"market.keep_vain", R"sql(
INSERT INTO market.vain AS v (municipality_id, words, on_day, times)
VALUES (platform.current_municipality(), $1, $2, 1)
ON CONFLICT (municipality_id, words, on_day)
DO UPDATE SET times = v.times + 1
)sql"};

// Not an address, and no long number: those are somebody's.
std::string without_people(std::string_view words) {
  const std::string plain = text::collapse_spaces(text::trim(words));
  std::string out;
  for (const std::string_view word : text::split(plain, ' ')) {
    const auto digits = std::count_if(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (word.find('@') == std::string_view::npos && digits < 5) out += (out.empty() ? "" : " ") + std::string(word);
  }
  return text::shorten(out, limits::name_longest / 4);
}

const db::Statement party_kvk{"market.kvk_of_enterprises", R"sql(
SELECT e.id, e.kvk
  FROM market.enterprise e
 WHERE e.id = ANY ($1::uuid[])
)sql"};

EnterprisePage list_enterprises(const http::Request& request, db::Session& session, const EnterpriseQuery& query, Directory& directory) {
  EnterprisePage out{{}, 0, query.page.value_or(1), query.page_size.value_or(limits::page_size), {}, {}};
  std::vector<FieldError> errors;
  if (out.page < 1 || out.page > 1'000'000) errors.push_back({"?page", "outOfRange", {{"least", "1"}, {"most", "1000000"}}});
  if (out.page_size < 1 || out.page_size > limits::page_size_largest)
    errors.push_back({"?pageSize", "outOfRange", {{"least", "1"}, {"most", std::to_string(limits::page_size_largest)}}});
  Narrow narrow{query.themes, query.certificates, query.categories, query.most_cents, query.quantity, query.days, nullptr, nullptr, 0};
  if (query.near) narrow.near = directory.knowledge().place(folded_text(*query.near));
  if (query.near && narrow.near == nullptr) errors.push_back({"?near", "unknownPlace", {{"text", text::shorten(*query.near, 60)}}});
  if (query.within && (*query.within < 1 || *query.within > 1000))
    errors.push_back({"?within", "outOfRange", {{"least", "1"}, {"most", "1000"}}});
  if (!errors.empty()) throw bad_request(std::move(errors));
  narrow.within_km = query.within.value_or(0);
  narrow.home = directory.knowledge().home_of(
      session.scalar<std::string>("SELECT name FROM platform.municipality WHERE id = platform.current_municipality()").value_or(""));
  const Date today = date_of(request.now);
  out = directory.with(session, [&](const Index& index) {
    const Asked asked = index.understand(query.search.value_or(""));
    return page_of(index, asked, narrow, std::move(out), today);
  });
  std::vector<Uuid> ids;
  for (const EnterpriseLine& each : out.items) ids.push_back(each.id);
  std::map<Uuid, std::optional<std::string>> numbers;
  for (const WhoIs& each : session.rows<WhoIs>(party_kvk, ids)) numbers.emplace(each.id, each.kvk);
  std::vector<WhoIs> who;
  for (const Uuid& id : ids) who.push_back({id, numbers.contains(id) ? numbers.at(id) : std::nullopt});
  const std::map<Uuid, KnownEnterprise> known = known_of(session, who);
  for (EnterpriseLine& each : out.items)
    if (const auto found = known.find(each.id); found != known.end()) {
      each.asked_on = found->second.asked_on;
      each.contracts = found->second.contracts;
    }
  const bool plain = query.themes.empty() && query.certificates.empty() && query.categories.empty() && !query.most_cents &&
                     !query.quantity && !query.days && !query.within;
  const std::string words = without_people(query.search.value_or(""));
  if (out.total == 0 && plain && words.size() >= 3) session.query(keep_vain, text::lower_ascii(words), today);
  return out;
}

struct VainLine {
  std::string words;
  std::int64_t times;
  Date last_on;
};
BOOST_DESCRIBE_STRUCT(VainLine, (), (words, times, last_on))
struct VainList {
  std::vector<VainLine> items;
};
BOOST_DESCRIBE_STRUCT(VainList, (), (items))

const db::Statement vain_searches{"market.vain_searches", R"sql(
SELECT v.words, sum(v.times)::bigint AS times, max(v.on_day) AS last_on
  FROM market.vain v
 GROUP BY v.words
 ORDER BY times DESC, last_on DESC, v.words
 LIMIT $1
)sql"};

struct CertificateList {
  std::vector<Certificate> items;
};
BOOST_DESCRIBE_STRUCT(CertificateList, (), (items))

}  // namespace

void add_list_routes(http::Router& router, const MarketParts& parts) {
  router.get<EnterprisePage>(
      "/enterprises", "market.read", {"listEnterprises", "market", "Enterprises by what they offer, with counts for each filter"},
      [directory = parts.directory](const http::Request& request, db::Session& session, const EnterpriseQuery& query) {
        return list_enterprises(request, session, query, *directory);
      });
  router.get<VainList>("/market-searches", "market.read", {"listMarketSearches", "market", "What was searched and not found, without who"},
                       [](const http::Request&, db::Session& session) {
                         return VainList{session.rows<VainLine>(vain_searches, static_cast<std::int64_t>(limits::page_size_largest))};
                       });
  router.get<CertificateList>(
      "/certificates", "market.read", {"listCertificates", "market", "Certificates and codes: what each proves and how to check it"},
      [directory = parts.directory](const http::Request&, db::Session&) { return CertificateList{directory->knowledge().certificates()}; });
}

}  // namespace tenzij::market
