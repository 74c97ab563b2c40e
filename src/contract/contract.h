// Contracts after the award: what was promised, done and settled; social return first.
#pragma once

#include "contract/social_return.h"
