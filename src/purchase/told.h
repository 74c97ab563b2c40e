// Who is told what of an unless. One line in the function that decides.
#pragma once

#include "purchase/store.h"

namespace tenzij::purchase {

// The budget holder, and who stands in today: a proposal waits.
void tell_proposed(db::Session& session, const PurchaseRow& purchase, const std::string& theme, Instant now);
// Who may look a second time and neither proposed nor decided.
void tell_second_look(db::Session& session, const Uuid& purchase, const std::string& theme, const ThemeRow& row, Instant now);
// Who proposed: it was decided, either way.
void tell_decided(db::Session& session, const PurchaseRow& purchase, const std::string& theme, const ThemeRow& row, Instant now);

}  // namespace tenzij::purchase
