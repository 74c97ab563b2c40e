// What the law asks attention for when a contract changes, and what Tenzij brings for contracts. Aanbestedingswet 2012, art.
// 2.163a-g; the figures are data in knowledge/contract.
#include "contract/store.h"
#include "contract/terms.h"
#include "platform/base/files.h"

namespace tenzij::contract {

namespace {

constexpr Wide whole = 10'000;

class StepNotes {
 public:
  StepNotes(const ChangeLaw& law, std::int64_t first, bool works, std::optional<std::int64_t> threshold)
      : law_(law), small_bp_(works ? law.small_works_bp : law.small_bp), threshold_(threshold), reference_(first) {}

  std::vector<ChangeNote> of(const ValueStep& step) {
    std::vector<ChangeNote> out;
    const std::int64_t more = step.after_cents - step.before_cents;
    if (step.indexation) {
      // The indexed price is what later changes are compared with.
      if (step.before_cents > 0) reference_ = static_cast<std::int64_t>(Wide(reference_) * step.after_cents / step.before_cents);
      return out;
    }
    if (step.ground == "b") {
      small_ += more;
      small(out);
    }
    if (step.ground == "d" || step.ground == "e") {
      const std::string& ground = *step.ground;
      if (Wide(std::abs(more)) * whole > Wide(reference_) * law_.each_bp)
        out.push_back(note(ChangeWarning::above_half, ground, std::abs(more), part(law_.each_bp)));
      if (!step.announced) out.push_back({ChangeWarning::not_announced, article(ground), {}, {}, {}, {}});
    }
    return out;
  }

 private:
  const ChangeLaw& law_;
  int small_bp_;
  std::optional<std::int64_t> threshold_;
  std::int64_t reference_;
  std::int64_t small_ = 0;  // net: what became less takes away from what became more

  [[nodiscard]] std::string article(std::string_view ground) const {
    for (const ChangeArticle& each : law_.articles)
      if (each.ground == ground) return each.article;
    return {};
  }
  [[nodiscard]] std::int64_t part(int basis_points) const { return static_cast<std::int64_t>(Wide(reference_) * basis_points / whole); }
  [[nodiscard]] ChangeNote note(ChangeWarning code, std::string_view ground, std::int64_t cents, std::int64_t most) const {
    const auto percent =
        reference_ > 0 ? std::optional(static_cast<int>(std::min<Wide>(Wide(cents) * whole / reference_, 1'000'000'000))) : std::nullopt;
    return {code, article(ground), percent, cents, reference_, most};
  }
  void small(std::vector<ChangeNote>& out) const {
    const std::int64_t net = std::abs(small_);
    if (net == 0) return;
    if (Wide(net) * whole >= Wide(reference_) * small_bp_) out.push_back(note(ChangeWarning::small_together, "b", net, part(small_bp_)));
    if (threshold_ && net >= *threshold_) out.push_back(note(ChangeWarning::small_threshold, "b", net, *threshold_));
  }
};

}  // namespace

std::vector<std::vector<ChangeNote>> notes_on_steps(const ChangeLaw& law, std::int64_t first_cents, bool works,
                                                    std::optional<std::int64_t> threshold_cents, const std::vector<ValueStep>& steps) {
  StepNotes notes(law, first_cents, works, threshold_cents);
  std::vector<std::vector<ChangeNote>> out;
  out.reserve(steps.size());
  for (const ValueStep& each : steps) out.push_back(notes.of(each));
  return out;
}

Knowledge::Knowledge(const std::filesystem::path& folder)
    : changes(json::restore<ChangeLaw>(json::parse(read_file(folder / "changes.json")))),
      examples(json::restore<std::vector<BlockExample>>(json::parse(read_file(folder / "block-examples.json")))) {}

}  // namespace tenzij::contract
