// The demo's measurements: two years of half-years of its contracts. Some stay silent, some estimate, one is refused, one came twice.
#include "app/demo.h"
#include "measure/measure.h"

namespace tenzij::app {

namespace {

struct MeasuredContract {
  Uuid id;
  std::string category;
  bool placed = false;
};
BOOST_DESCRIBE_STRUCT(MeasuredContract, (), (id, category, placed))

const db::Statement demo_measured_contracts{"app.demo_measured_contracts", R"sql(
SELECT c.id, coalesce(c.category, '') AS category,
       EXISTS (SELECT 1 FROM contract.placement p
                WHERE p.municipality_id = c.municipality_id AND p.contract_id = c.id) AS placed
  FROM contract.contract c
 WHERE c.state <> 'draft'
 ORDER BY c.reference
)sql"};

// The last half-year waits for a look; what is negative or absurd waits for an answer.
const db::Statement judge_demo_measurements{"app.judge_demo_measurements", R"sql(
UPDATE measure.measurement m
   SET state = 'verified', judged_by = $1, judged_name = 'Joost Willemse',
       judged_at = m.reported_at + interval '9 days', version = version + 1
 WHERE m.period_to < '2026-06-30'
   AND m.questions = '{}'
)sql"};

const db::Statement refuse_demo_measurement{"app.refuse_demo_measurement", R"sql(
UPDATE measure.measurement m
   SET state = 'rejected', judged_by = $1, judged_name = 'Joost Willemse',
       judged_at = m.reported_at + interval '9 days', reason = 'De uren van een ander werk zijn meegeteld.',
       version = version + 1
 WHERE m.id = (SELECT x.id FROM measure.measurement x
                WHERE x.indicator = 'clean_hours' AND x.period_to = '2025-12-31' AND x.questions = '{}'
                ORDER BY x.created_at DESC, x.id LIMIT 1)
)sql"};

const db::Statement demo_goal_titled{"app.demo_goal_titled", R"sql(
SELECT id
  FROM policy.goal
 WHERE title = $1
)sql"};

struct HalfYear {
  Date from;
  Date to;
  Instant told;
};

class MeasureLoader {
 public:
  explicit MeasureLoader(db::Session& session) : session_(session), start_(session.actor()) {}

  void load() {
    name_goals();
    as("contract_manager");
    int place = 0;
    for (const MeasuredContract& each : session_.rows<MeasuredContract>(demo_measured_contracts)) of_contract(each, place++);
    session_.query(judge_demo_measurements, account("sroi_coordinator"));
    session_.query(refuse_demo_measurement, account("sroi_coordinator"));
    session_.become(start_);
  }

 private:
  db::Session& session_;
  db::Actor start_;
  bool twice_ = false;
  std::vector<HalfYear> halves_ = halves();

  Uuid account(const std::string& user) {
    return session_.scalar<Uuid>("SELECT person_id FROM auth.account WHERE user_name = $1", user).value();
  }
  void as(const std::string& user) { session_.become({start_.municipality_id, account(user), "demo"}); }

  static std::vector<HalfYear> halves() {
    std::vector<HalfYear> out;
    for (const auto& [from, to] : {std::pair{"2024-07-01", "2024-12-31"}, std::pair{"2025-01-01", "2025-06-30"},
                                   std::pair{"2025-07-01", "2025-12-31"}, std::pair{"2026-01-01", "2026-06-30"}}) {
      const Date last = Date::parse(to).value();
      out.push_back({Date::parse(from).value(), last, std::chrono::sys_days(last.ymd) + std::chrono::days{20} + std::chrono::hours{9}});
    }
    return out;
  }

  // Goals that a person follows by an indicator; the others have none yet.
  void name_goals() {
    as("impact_advisor");
    const Instant then = std::chrono::sys_days{std::chrono::year{2024} / 9 / 2} + std::chrono::hours{10};
    for (const auto& [title, indicator] : {std::pair{"Werk in de openbare ruimte emissievrij vanaf 2028", "clean_hours"},
                                           std::pair{"Driekwart van het materieel emissievrij", "clean_hours"},
                                           std::pair{"40 procent hergebruikt materiaal in wegen", "secondary_share"},
                                           std::pair{"Helft van het groen ecologisch beheerd", "pesticide_free"},
                                           std::pair{"Elk jaar 120 mensen aan het werk", "placements_new"}})
      if (const auto goal = session_.scalar<Uuid>(demo_goal_titled, title)) measure::name_indicator(session_, *goal, {indicator}, then);
  }

  void of_contract(const MeasuredContract& contract, int place) {
    const std::string& category = contract.category;
    const bool machines = category == "roads" || category == "works" || category == "green" || category == "waste";
    for (std::size_t i = 0; i < halves_.size(); ++i) {
      // Silent since the beginning of 2025.
      if (place % 6 == 4 && i > 0) return;
      const int step = static_cast<int>(i);
      if (machines) share(contract, place, i, "clean_hours", "hours", 420 + place * 31, 10 + step * 9 + place % 7);
      if (category == "roads") share(contract, place, i, "secondary_share", "t", 900 + place * 57, 22 + step * 4 + place % 5);
      if (category == "green") share(contract, place, i, "pesticide_free", "ha", 60 + place * 3, 24 + step * 5 + place % 9);
      if (contract.placed) amount(contract, place, i, "placements_new", 2 + (place + step) % 5);
      if (!machines && !contract.placed) amount(contract, place, i, "co2_avoided", 3 + place % 11 + step);
    }
  }

  static void say_how(measure::MeasurementInput& in, int place, std::size_t half) {
    using measure::Certainty;
    static constexpr std::array sure{Certainty::measured, Certainty::measured, Certainty::calculated, Certainty::measured,
                                     Certainty::estimated};
    in.certainty = sure.at((static_cast<std::size_t>(place) + half) % sure.size());
    if (in.certainty == Certainty::calculated) {
      in.factor = 1;
      in.factor_source = "Urenregistratie van de uitvoerder";
      in.factor_version = "2025";
    }
    if (in.certainty == Certainty::estimated) in.words = "Schatting: de telling van de onderaannemer is nog niet binnen.";
  }

  measure::MeasurementInput made(const MeasuredContract& contract, int place, std::size_t half, const char* indicator) const {
    measure::MeasurementInput in;
    in.indicator = indicator;
    in.contract_id = contract.id;
    in.period_from = halves_[half].from;
    in.period_to = halves_[half].to;
    say_how(in, place, half);
    return in;
  }

  void share(const MeasuredContract& contract, int place, std::size_t half, const char* indicator, const char* unit, int whole,
             int percent) {
    auto in = made(contract, place, half, indicator);
    in.unit = unit;
    in.whole = whole;
    in.part = whole * percent / 100;
    measure::add_measurement(session_, in, halves_[half].told);
    if (std::exchange(twice_, true)) return;
    in.part = *in.part + 12;
    in.words = "Uit het eindverslag van de uitvoerder.";
    measure::add_measurement(session_, in, halves_[half].told + std::chrono::hours{48});
  }

  void amount(const MeasuredContract& contract, int place, std::size_t half, const char* indicator, int value) {
    auto in = made(contract, place, half, indicator);
    in.value = value;
    measure::add_measurement(session_, in, halves_[half].told);
  }
};

}  // namespace

void load_demo_measurements(db::Session& session) {
  if (!session.query("SELECT 1 FROM measure.measurement LIMIT 1").empty()) return;
  MeasureLoader(session).load();
}

}  // namespace tenzij::app
