// Pure decisions: no SQL, no HTTP, no clock.
#include "purchase/purchase.h"

namespace tenzij::purchase {

namespace {

bool holds(const auto& rule, std::string_view nature, Date on) {
  return rule.nature == nature && !(on < rule.valid_from) && !(rule.valid_to < on);
}

}  // namespace

ProcedureAdvice advise(const std::vector<ProcedureRule>& rules, std::string_view nature, std::int64_t value_cents, Date on) {
  const bool own =
      std::any_of(rules.begin(), rules.end(), [&](const auto& rule) { return rule.level == "municipal" && holds(rule, nature, on); });
  const ProcedureRule* best = nullptr;
  std::optional<std::int64_t> next;
  for (const ProcedureRule& rule : rules) {
    if (!holds(rule, nature, on) || (own && rule.level == "national")) continue;
    if (rule.from_cents > value_cents) {
      if (!next || rule.from_cents < *next) next = rule.from_cents;
      continue;
    }
    // The European threshold is above all others, also above a municipal rule that begins higher.
    const auto weight = [](const ProcedureRule& each) { return std::pair(each.level == "european", each.from_cents); };
    if (best == nullptr || weight(*best) < weight(rule)) best = &rule;
  }
  if (best == nullptr) return {"single_private", "none", 0, next, false, ""};
  return {best->procedure, best->level, best->from_cents, best->level == "european" ? std::nullopt : next, best->verified, best->source};
}

MandateBasis mandate_basis(const std::vector<BasisStep>& steps, const Uuid& person) {
  MandateBasis out;
  const auto by_another = [&](std::size_t i) { return steps[i].person_id != person; };
  for (std::size_t i = 0; i < steps.size(); ++i) out.confirmed_by_another = out.confirmed_by_another || by_another(i);
  // From the last state in which somebody else set this field, or confirmed the whole.
  const auto since = [&](const auto& field) {
    for (std::size_t i = steps.size(); i-- > 1;) {
      const bool all = std::tie(steps[i].value_cents, steps[i].budget_holder_id, steps[i].unit_id, steps[i].category, steps[i].nature) ==
                       std::tie(steps[i - 1].value_cents, steps[i - 1].budget_holder_id, steps[i - 1].unit_id, steps[i - 1].category,
                                steps[i - 1].nature);
      if (by_another(i) && (all || field(steps[i]) != field(steps[i - 1]))) return i;
    }
    return std::size_t{0};
  };
  const auto own = [&](MandateField name, const auto& field) {
    const std::size_t from = since(field);
    for (std::size_t i = from + 1; i < steps.size(); ++i)
      if (field(steps[i]) != field(steps[from])) {
        out.own.push_back(name);
        break;
      }
    return from;
  };
  const auto value = [](const BasisStep& each) { return each.value_cents; };
  for (std::size_t i = own(MandateField::value, value); i < steps.size(); ++i)
    out.value_cents = std::max(out.value_cents, steps[i].value_cents);
  own(MandateField::holder, [](const BasisStep& each) { return each.budget_holder_id; });
  own(MandateField::unit, [](const BasisStep& each) { return each.unit_id; });
  own(MandateField::category, [](const BasisStep& each) { return each.category; });
  for (std::size_t i = own(MandateField::nature, [](const BasisStep& each) { return each.nature; }); i < steps.size(); ++i)
    out.natures.insert(steps[i].nature);
  return out;
}

std::int64_t part_of(std::int64_t cents, int basis_points) {
  return cents / 10'000 * basis_points + (cents % 10'000 * basis_points + 5'000) / 10'000;
}

std::optional<SocialReturn> social_return(const std::vector<SocialReturnRule>& rules, std::string_view nature, std::int64_t value_cents,
                                          Date on) {
  const SocialReturnRule* best = nullptr;
  for (const SocialReturnRule& rule : rules)
    if (holds(rule, nature, on) && rule.from_cents <= value_cents && (best == nullptr || best->from_cents < rule.from_cents)) best = &rule;
  if (best == nullptr) return std::nullopt;
  return SocialReturn{best->percent_bp, part_of(value_cents, best->percent_bp), best->verified, best->source};
}

bool may_move(Status from, Status to) {
  if (from == to || from == Status::ended) return from == Status::ended && to == Status::running;
  if (to == Status::stopped) return true;
  if (from == Status::stopped) return to == Status::planned || to == Status::preparation;
  return static_cast<int>(to) >= static_cast<int>(from) - 1;
}

bool is_public(Status status) {
  return status == Status::published || status == Status::awarded || status == Status::running || status == Status::ended;
}

bool fits_procedure(std::string_view instrument, std::string_view procedure) {
  const bool about_the_tenderer = instrument == "selection_requirement" || instrument == "exclusion_ground";
  if (procedure == "single_private") return !about_the_tenderer && instrument != "award_criterion";
  if (procedure == "multiple_private" || procedure == "mini_competition") return !about_the_tenderer;
  return true;
}

bool chooses_whom_to_invite(std::string_view procedure) { return procedure == "single_private" || procedure == "multiple_private"; }

bool has_notice(std::string_view procedure) { return !chooses_whom_to_invite(procedure) && procedure != "mini_competition"; }

bool same_figure(const std::string& indicator, const std::string& unit, const std::string& other) {
  const std::string_view written = text::trim(other);
  const std::size_t open = written.rfind('(');
  if (open == std::string_view::npos || !written.ends_with(')')) return false;
  const std::string_view its_unit = written.substr(open + 1, written.size() - open - 2);
  if (text::lower_ascii(text::trim(unit)) != text::lower_ascii(text::trim(its_unit))) return false;
  const auto words = [](std::string_view name) {
    const auto found = scan::lexemes(name);
    return std::set<std::string>(found.begin(), found.end());
  };
  const auto ours = words(indicator);
  return !ours.empty() && ours == words(written.substr(0, open));
}

std::optional<double> asked_figure(const std::vector<criteria::Variable>& variables, const std::string& unit) {
  const bool share = unit.find('%') != std::string::npos;
  std::optional<double> out;
  for (const criteria::Variable& each : variables) {
    if (each.kind != (share ? criteria::VariableKind::percentage : criteria::VariableKind::number)) continue;
    std::string written = each.value;
    std::replace(written.begin(), written.end(), ',', '.');
    const auto hundredths = parse_cents(written);
    if (!hundredths) continue;
    if (out && !share) return std::nullopt;  // of several numbers nobody knows which is meant
    const double value = static_cast<double>(*hundredths) / 100;
    out = out ? std::max(*out, value) : value;
  }
  return out;
}

int checks_of(criteria::Moment moment, int years) {
  years = std::max(1, years);
  if (moment == criteria::Moment::quarterly) return 4 * years;
  return moment == criteria::Moment::yearly || moment == criteria::Moment::execution ? years : 1;
}

}  // namespace tenzij::purchase
