// Canned responses: texts that technicians send by a shortcode, with variables like `{{customer_name}}`. Here the record; start-up only.
#pragma once
#include "records/kind.hpp"

namespace chatd::knowledge {

records::Kind canned_responses();

}  // namespace chatd::knowledge
