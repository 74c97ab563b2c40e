#include "administration/store.h"

namespace tenzij::administration {

void add_routes(http::Router& router, const AdministrationSettings& settings) {
  add_move_routes(router);
  add_history_routes(router);
  add_health_routes(router, settings);
  add_look_routes(router);
}

}  // namespace tenzij::administration
