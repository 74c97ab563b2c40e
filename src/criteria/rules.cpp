// Pure decisions: no SQL, no HTTP, no clock.
#include <set>

#include "criteria/criteria.h"

namespace tenzij::criteria {

namespace {

void check_words(const std::string& in, const char* pointer, std::vector<FieldError>& errors) {
  if (text::trim(in).empty()) errors.push_back({pointer, "required"});
}

std::set<std::string> names_in(const std::string& text) {
  std::set<std::string> out;
  for (std::size_t from = text.find('{'); from != std::string::npos; from = text.find('{', from + 1)) {
    const std::size_t end = text.find('}', from);
    if (end == std::string::npos) break;
    out.insert(text.substr(from + 1, end - from - 1));
  }
  return out;
}

}  // namespace

std::vector<FieldError> faults(const CriterionInput& in) {
  std::vector<FieldError> errors;
  json::check_lengths(in, "", errors);
  check_words(in.title, "/title", errors);
  check_words(in.text, "/text", errors);
  check_words(in.explanation, "/explanation", errors);
  // Without a way to verify, a requirement is a wish.
  check_words(in.evidence, "/evidence", errors);
  if (in.themes.empty()) errors.push_back({"/themes", "required"});
  if (in.level < 1 || in.level > 3) errors.push_back({"/level", "outOfRange", {{"least", "1"}, {"most", "3"}}});
  if (in.from_cents < 0) errors.push_back({"/fromCents", "negative"});
  for (std::size_t i = 0; i < in.sdgs.size(); ++i)
    if (in.sdgs[i] < 1 || in.sdgs[i] > 17) errors.push_back({"/sdgs/" + std::to_string(i), "outOfRange", {{"least", "1"}, {"most", "17"}}});
  auto used = names_in(in.text);
  used.merge(names_in(in.evidence));
  std::set<std::string> known;
  for (std::size_t i = 0; i < in.variables.size(); ++i) {
    const std::string pointer = "/variables/" + std::to_string(i);
    if (!known.insert(in.variables[i].name).second) errors.push_back({pointer + "/name", "twice"});
    if (!used.contains(in.variables[i].name)) errors.push_back({pointer + "/name", "variableNotUsed", {{"name", in.variables[i].name}}});
  }
  for (const std::string& name : used)
    if (!known.contains(name)) errors.push_back({"/text", "variableUnknown", {{"name", name}}});
  if (label_without_equivalent(in.instrument, in.text, in.evidence)) errors.push_back({"/text", "orEquivalent"});
  return errors;
}

bool label_without_equivalent(const std::string& instrument, const std::string& text, const std::string& evidence) {
  if (instrument != "specification" && instrument != "selection_requirement" && instrument != "award_criterion") return false;
  const std::string all = text::lower_ascii(text + " " + evidence);
  const auto says = [&](const char* word) { return all.find(word) != std::string::npos; };
  const bool label = says("keurmerk") || says("certificaat") || says("iso ") || says("pso ");
  return label && !says("gelijkwaardig") && !says("eigen");
}

std::string filled(const std::string& text, const std::vector<Variable>& variables) {
  std::string out = text;
  for (const Variable& each : variables) {
    const std::string name = "{" + each.name + "}";
    const std::string value = each.value + (each.kind == VariableKind::percentage ? " procent" : "");
    for (std::size_t at = out.find(name); at != std::string::npos; at = out.find(name, at + value.size()))
      out.replace(at, name.size(), value);
  }
  return out;
}

}  // namespace tenzij::criteria
