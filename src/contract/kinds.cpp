// What this room's records are to the thread.
#include "contract/contract.h"

namespace tenzij::contract {

// Moments are found through what was promised, not by words of their own.
thread::Kinds thread_kinds() {
  return {
      {"contract", "Contract", "Contract", "contract.read", "contract.edit", "/contracten/{id}", "bar", 7, true},
      {"commitment", "Afspraak", "Commitment", "contract.read", "contract.edit", "/contracten/{whole}#commitment-{id}", "star", 7, true},
      {"moment", "Toetsmoment", "Moment", "contract.read", "contract.edit", "/contracten/{whole}#moment-{id}", "flag", 8, false}};
}

}  // namespace tenzij::contract
