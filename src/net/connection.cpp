#include "hub/connection.hpp"
