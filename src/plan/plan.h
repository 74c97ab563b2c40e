// The room's door: ranking a calendar, and figures as sentences.
#pragma once

#include "plan/rank.h"
#include "plan/sentence.h"
