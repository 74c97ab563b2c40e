// What the check reads of the database, and where its places are found again.
#pragma once

#include "dossier/check/check.h"
#include "dossier/dossier.h"

namespace tenzij::dossier {

// The text of one or more documents as one, and which passage came from where.
struct CheckedText {
  CheckText text;
  struct Origin {
    std::size_t document = 0;  // of `documents`
    int position = 0;
    int page = 0;
  };
  std::vector<Origin> origins;  // by passage of `text`
  std::vector<PurchaseDocument> documents;
};
void add_text(db::Session& session, const PurchaseDocument& document, const CheckWords& words, CheckedText& out);
// Of what was read of a purchase, the newest versions.
CheckedText checked_text(db::Session& session, const Uuid& purchase, const CheckWords& words);

// Kept by the routes as a copy; what it refers to lives as long as they do.
struct CheckDesk {
  const scan::Engine& engine;
  const purchase::Knowledge& knowledge;
  std::shared_ptr<const CheckWords> words;
  const Messages& messages;
};
CheckPurchase promised(db::Session& session, const Uuid& purchase, const CheckDesk& desk);

void add_judgement_routes(http::Router& router, const CheckDesk& desk);

}  // namespace tenzij::dossier
