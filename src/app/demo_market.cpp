// The demo's directory: 240 invented enterprises with some 600 offerings, put together from hand-written parts, always the same. Some
// certificates are expired, some entries are there twice, some agreed to be found elsewhere.
#include "app/demo_market.h"

#include <fmt/format.h>

#include <cmath>

#include "platform/base/files.h"

namespace tenzij::app {

namespace {

struct DemoSector {
  std::string code;
  std::vector<std::string> names;
  std::vector<std::string> certificates;
};
BOOST_DESCRIBE_STRUCT(DemoSector, (), (code, names, certificates))
struct DemoMarket {
  std::vector<std::string> places;
  std::vector<std::string> forms;
  std::vector<std::string> groups;
  std::vector<std::string> sizes;
  std::vector<std::string> who;
  std::vector<std::string> how;
  std::vector<DemoSector> sectors;
};
BOOST_DESCRIBE_STRUCT(DemoMarket, (), (places, forms, groups, sizes, who, how, sectors))

// One line of offerings.tsv.
struct DemoProduct {
  std::string slug;
  std::string sector;
  std::vector<std::string> titles;
  std::vector<std::string> descriptions;
  market::Offering offering;
  double cheapest;
  double dearest;
  std::vector<std::string> themes;
};

std::vector<std::string> demo_parts(std::string_view cell, char by) {
  std::vector<std::string> out;
  for (const auto part : text::split(cell, by)) out.emplace_back(part);
  return out;
}

std::vector<DemoProduct> demo_products(const std::filesystem::path& folder) {
  std::vector<DemoProduct> out;
  const std::string content = read_file(folder / "offerings.tsv");
  for (const auto line : text::split(content, '\n')) {
    const auto c = text::split(line, '\t');
    if (c.size() != 14 || c[0] == "slug") continue;
    DemoProduct& each = out.emplace_back();
    each.slug = c[0];
    each.sector = c[1];
    each.titles = demo_parts(c[2], '|');
    each.descriptions = demo_parts(c[3], '|');
    boost::describe::enum_from_string(std::string(c[4]).c_str(), each.offering.kind);
    each.offering.cpv = std::string(c[5]);
    each.offering.category = std::string(c[6]);
    const auto prices = demo_parts(c[7], '-');
    each.cheapest = std::stod(prices[0]);
    each.dearest = std::stod(prices[1]);
    each.offering.unit = std::string(c[8]);
    each.offering.minimum = std::stoll(std::string(c[9]));
    each.offering.maximum = std::stoll(std::string(c[10]));
    each.offering.lead_days = std::stoi(std::string(c[11]));
    each.themes = demo_parts(c[12], ',');
    each.offering.impact = std::string(c[13]);
  }
  return out;
}

std::string filled_in(std::string words, std::string_view name, std::string_view value) {
  if (const std::size_t at = words.find(name); at != std::string::npos) words.replace(at, name.size(), value);
  return words;
}

// Numbers that look like chance and are always the same.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed * 2654435761U + 88172645463325252U) {}
  std::size_t below(std::size_t bound) {
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 7U;
    state_ ^= state_ << 17U;
    return static_cast<std::size_t>(state_ % bound);
  }
  template <class List>
  const auto& of(const List& list) {
    return list[below(list.size())];
  }

 private:
  std::uint64_t state_;
};

Date demo_day(int year, unsigned month, unsigned day) {
  return {std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day)};
}

market::Offering demo_offering(const DemoProduct& product, Dice& dice) {
  market::Offering out = product.offering;
  out.title = dice.of(product.titles);
  out.description = dice.of(product.descriptions);
  const double price = product.cheapest + (product.dearest - product.cheapest) * static_cast<double>(dice.below(9)) / 8;
  out.price_cents = std::llround(price * 100);
  // Not every maker is as large.
  out.maximum = std::max(*out.minimum, *out.maximum * static_cast<std::int64_t>(1 + dice.below(4)) / 4);
  return out;
}

void add_demo_evidence(market::EnterpriseInput& in, const DemoSector& sector, Dice& dice) {
  for (const std::string& code : sector.certificates) {
    if (dice.below(5) >= 3) continue;
    market::HeldCertificate one{.certificate = code};
    const bool expired = dice.below(6) == 0;
    one.valid_from = demo_day(expired ? 2023 : 2025, 1 + static_cast<unsigned>(dice.below(12)), 1);
    one.valid_to = demo_day(expired ? 2025 : 2027, 1 + static_cast<unsigned>(dice.below(12)), 28);
    if (dice.below(3) > 0) {
      one.checked_on = demo_day(2026, 2, 3);
      one.checked_name = "Sanne Kuipers";
    }
    in.evidence.push_back(std::move(one));
  }
}

market::EnterpriseInput demo_enterprise(const DemoMarket& parts, const DemoSector& sector, const std::vector<const DemoProduct*>& products,
                                        std::size_t number, std::size_t within) {
  Dice dice(number + 1);
  market::EnterpriseInput out;
  out.place = parts.places[(number * 7 + within * 3) % parts.places.size()];
  out.name = sector.names[within % sector.names.size()];
  if (within >= sector.names.size()) out.name += " " + *out.place;
  const std::string form = dice.of(parts.forms);
  out.legal_form.emplace();
  boost::describe::enum_from_string(form.c_str(), *out.legal_form);
  if (number % 9 != 8) out.kvk = fmt::format("{:08}", 90'000'000 + number * 37);
  if (form == "bv" || form == "foundation") out.address = fmt::format("Werkplaats {}", 2 + dice.below(90));
  const std::string& group = dice.of(parts.groups);
  out.description =
      filled_in(filled_in(dice.of(parts.who), "{group}", group), "{count}", std::to_string(3 + dice.below(60))) + " " + dice.of(parts.how);
  out.target_groups = {group};
  out.size.emplace();
  boost::describe::enum_from_string(dice.of(parts.sizes).c_str(), *out.size);
  if (dice.below(3) > 0) out.radius_km = std::array<int, 4>{25, 40, 75, 150}[dice.below(4)];
  out.website = fmt::format("https://onderneming-{}.example", number);
  out.contact_role = "Verkoop";
  out.email = fmt::format("verkoop{}@onderneming.example", number);
  out.shared = number % 4 != 3;
  out.source = number % 3 == 0 ? "Aanmelding" : "Demo";
  // A few things each, starting at another one, so that all are offered about as often.
  const std::size_t many = std::min<std::size_t>(products.size(), 2 + (number % 2) + (number % 5 == 0 ? 1 : 0));
  std::set<std::string> themes;
  for (std::size_t i = 0; i < many; ++i) {
    const DemoProduct& product = *products[(within + i * (products.size() > 3 ? 2 : 1)) % products.size()];
    const bool there = std::any_of(out.offerings.begin(), out.offerings.end(),
                                   [&](const market::Offering& each) { return each.impact == product.offering.impact; });
    if (there) continue;
    out.offerings.push_back(demo_offering(product, dice));
    themes.insert(product.themes.begin(), product.themes.end());
  }
  out.themes.assign(themes.begin(), themes.end());
  add_demo_evidence(out, sector, dice);
  return out;
}

// The same enterprise, entered by somebody else: no number, its name as it is spoken.
market::EnterpriseInput entered_twice(const market::EnterpriseInput& in) {
  market::EnterpriseInput out;
  out.name = in.name + " B.V.";
  out.place = in.place;
  out.description = "Overgenomen uit een lijst van de regio.";
  out.source = "Lijst van de regio";
  out.themes = in.themes;
  out.offerings = {in.offerings.front()};
  return out;
}

constexpr std::size_t demo_per_sector = 12;
constexpr std::size_t demo_twice_every = 40;

}  // namespace

std::vector<market::EnterpriseInput> demo_enterprises(const std::filesystem::path& folder, std::size_t rounds) {
  const auto parts = json::decode<DemoMarket>(read_file(folder / "market.json"));
  const std::vector<DemoProduct> products = demo_products(folder);
  std::vector<market::EnterpriseInput> out;
  std::size_t number = 0;
  for (std::size_t round = 0; round < rounds; ++round)
    for (const DemoSector& sector : parts.sectors) {
      std::vector<const DemoProduct*> own;
      for (const DemoProduct& each : products)
        if (each.sector == sector.code) own.push_back(&each);
      for (std::size_t i = 0; i < demo_per_sector; ++i, ++number) {
        // Every so often the last place is for one that is there already.
        const bool twice = number % demo_twice_every == demo_twice_every - 1;
        out.push_back(twice ? entered_twice(out.back()) : demo_enterprise(parts, sector, own, number, i + round * demo_per_sector));
      }
    }
  return out;
}

std::map<std::string, std::set<std::string>> demo_slugs(const std::filesystem::path& folder) {
  std::map<std::string, std::set<std::string>> out;
  for (const DemoProduct& each : demo_products(folder))
    for (const std::string& title : each.titles) out[each.slug].insert(title);
  return out;
}

void load_demo_market(db::Session& session, const std::filesystem::path& folder, Instant now) {
  if (!session.query("SELECT 1 FROM market.enterprise LIMIT 1").empty()) return;
  market::add_enterprises(session, demo_enterprises(folder, 1), now);
}

}  // namespace tenzij::app
