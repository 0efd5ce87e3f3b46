// What must hold after a change of people and settings, whatever was changed: judged in its transaction. Blocking.
#pragma once
#include "records/kind.hpp"

namespace chatd::directory::store {

/// Nobody gives a role what they have not; built-in roles keep their names; somebody can always manage users.
void uphold_role(db::Tx& tx, const records::Written& written);
/// The same for who gets a role, and nobody takes over, or makes, somebody who may do or see more than they; whoever has an access scope
/// keeps it. Scopes name what exists; a new password and disabling end the user's sign-ins.
void uphold_user(db::Tx& tx, const records::Written& written);
/// Its members are technicians.
void uphold_team(db::Tx& tx, const records::Written& written);
/// One that demands an identity has a secret to judge it by.
void uphold_chat_config(db::Tx& tx, const records::Written& written);

}  // namespace chatd::directory::store
