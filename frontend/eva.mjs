// The script of EVA. Every page works without it; it only makes some things quicker or better announced.

import {
  Button,
  CharacterCount,
  ErrorSummary,
  ServiceNavigation,
  SkipLink,
  createAll,
} from "govuk-frontend/dist/govuk/all.mjs";

import { startCopyButtons } from "./modules/copy.mjs";
import { startLeaveWarnings } from "./modules/dirty.mjs";
import { startFilters } from "./modules/filter.mjs";
import { startMatrices } from "./modules/matrix.mjs";
import { startLiveOutcomes } from "./modules/outcome.mjs";
import { startPresence } from "./modules/presence.mjs";
import { startDrafts } from "./modules/restoring.mjs";
import { startScrollRegions } from "./modules/scroll.mjs";
import { startSession } from "./modules/session.mjs";

// GOV.UK Frontend sets these in an inline script; here a module file does it, so that the content security policy can
// forbid all inline code.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

createAll(Button, { preventDoubleClick: true });
createAll(CharacterCount);
createAll(ErrorSummary);
createAll(ServiceNavigation);
createAll(SkipLink);

startLiveOutcomes(document);
startMatrices(document);
startFilters(document);
startCopyButtons(document);
startLeaveWarnings(document);
startDrafts(document);
startPresence(document);
startSession(document);
startScrollRegions(document);
