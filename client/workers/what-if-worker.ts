import type { WhatIfAnswer, WhatIfAsk, WhatIfQuestion } from './what-if-messages.ts';
import { type Trial, bestFromHere, ruleCurve, trialOf, tryOut } from './what-if.ts';

/** Days kept: those of the plans and what-ifs on the desk at a time. */
const KEPT_DAYS = 8;

/** Gap at which the planner may stop. */
const GAP = 0.001;

const trials = new Map<string, Trial>();

/** null where the day is to be sent again. */
function trialFor({ key, day }: WhatIfAsk): Trial | null {
  const known = trials.get(key);
  if (known || !day) return known ?? null;
  const made = trialOf(day.system, day.day);
  trials.set(key, made);
  const [oldest] = trials.keys();
  if (trials.size > KEPT_DAYS && oldest !== undefined) trials.delete(oldest);
  return made;
}

const clock = (): number => performance.now();

function outcomeOf(trial: Trial, question: WhatIfQuestion) {
  switch (question.kind) {
    case 'try':
      return tryOut(trial, question.rows, clock);
    case 'best': {
      const options = { budgetMs: question.budgetMs, gap: GAP, clock };
      return bestFromHere(trial, question.rows, options);
    }
    case 'rule':
      return ruleCurve(trial, clock);
  }
}

function answerTo(ask: WhatIfAsk): WhatIfAnswer {
  try {
    const trial = trialFor(ask);
    if (!trial) {
      return { id: ask.id, ok: false, message: `day ${ask.key} is not here`, unknownDay: true };
    }
    return { id: ask.id, ok: true, outcome: outcomeOf(trial, ask.question) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { id: ask.id, ok: false, message, unknownDay: false };
  }
}

/** The thread beside the page: one question, one answer. */
addEventListener('message', ({ data }: MessageEvent<WhatIfAsk>) => postMessage(answerTo(data)));
