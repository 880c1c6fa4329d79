"""What is wrong with a scenario, in English: one sentence for each message; static/messages has the same under the same names.

A gap takes a text, a number, another sentence (a hint, a kind of thing), or a list of alternatives: "a, b or c".
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic_core import PydanticCustomError

MAX_QUOTE = 40  # characters of what somebody wrote, in a sentence or a pointer's part
MAX_LISTING = 120  # of several words in one gap, and of what a parser says

_GAP = re.compile(r"\{(\w+)\}")

MESSAGES: Final[dict[str, str]] = {
    # the text and its data
    "detail.empty": "there is nothing here",
    "detail.too-large": "a scenario can have {kib} KiB at most",
    "detail.no-utf8": "a scenario is text in UTF-8",
    "detail.no-utf8.mark": "a scenario is text in UTF-8 without a byte order mark",
    "detail.unfit-character": "there is {character} in the text, a control or invisible character",
    "detail.unfit-character.text": "a text cannot hold {character}, a control or invisible character",
    "detail.unfit-character.any": "a text cannot hold control or invisible characters",
    "detail.unfit-character.name": "a name cannot hold control or invisible characters",
    "detail.no-number": "a number that is infinite or none does not belong here",
    "detail.no-number.word": "{text} is no number that a scenario can use",
    "detail.number-too-large": "a whole number can be up to 2**53 - 1",
    "detail.number-too-large.fraction": "this number is too large",
    "detail.no-name": "a name is a text",
    "detail.no-name.object": "a name is a text, not an object or a list",
    "detail.no-name.quotes": "`{name}` is no name; put a text into quotes",
    "detail.not-data": "a {kind} is nothing that a scenario can hold",
    "detail.too-deep": "this is nested deeper than {most} levels",
    "detail.too-deep.far": "this is nested far too deep",
    "detail.duplicate-name": "`{name}` is here twice",
    "detail.duplicate-name.torn": "`{name}` is here twice; inside { } put an expression with commas into quotes",
    "detail.duplicate-name.object": "`{name}` is twice in one object",
    "detail.two-documents": "a scenario is one document",
    "detail.no-anchors": "anchors and aliases (&, *) do not belong here; write it out",
    "detail.no-tags": "tags (!) do not belong here",
    "detail.no-merge": "merge keys (<<) do not belong here; write it out",
    # what the parsers of JSON and YAML say most often; the rest is told in their own words
    "detail.no-json": "this is no JSON: {said}",
    "detail.no-yaml": "this is no YAML: {said}",
    "detail.no-yaml.any": "this is no YAML",
    "detail.said.tabs": "lines begin with spaces, not with tabs",
    "detail.said.mapping": "a `:` cannot stand here; mind how lines are indented, and put a text with : , [ ] { } into quotes",
    "detail.said.list-end": "a list has no `]`, or no comma here; put a text with : , [ ] { } into quotes",
    "detail.said.object-end": "an object has no `}`, or no comma here; put a text with : , [ ] { } into quotes",
    "detail.said.key": "a name with its `:` is missing here; maybe this line is indented otherwise than those above",
    "detail.said.item": "an item with its `-` is missing here; maybe this line is indented otherwise than those above",
    "detail.said.items-here": "a list cannot begin here; put it on a line of its own",
    "detail.said.colon": "a `:` is missing",
    "detail.said.token": "nothing can begin with this character; put the text into quotes",
    "detail.said.end": "the text ends too early; a quote or a bracket is open",
    "detail.said.value": "a value is missing here",
    "detail.said.comma": "a comma is missing here",
    "detail.said.quoted-name": "a name in double quotes is missing here",
    "detail.said.extra": "there is more behind the end",
    # parameters and counts
    "detail.seed": "a seed is a whole number from 0 to {most}",
    "detail.count": "a count is a whole number; `{text}` gives none",
    "detail.count.range": "`{text}` gives {number}; a count is from 1 to {most}",
    "detail.no-range": "`minimum` and `maximum` are for numbers",
    "detail.no-range.crossed": "`minimum` is greater than `maximum`",
    "detail.default": "the default is out of its own range: {wrong}",
    "detail.choice": "{wrong}, as the default is",
    "detail.parameter": "`{name}`: {wrong}",
    "detail.parameter.unknown": "there is no parameter `{name}`{hint}",
    "detail.give.one-of": "give one of {words}",
    "detail.give.from-to": "give a number from {least} to {most}",
    "detail.give.whole.from-to": "give a whole number from {least} to {most}",
    "detail.give.at-least": "give a number that is at least {least}",
    "detail.give.at-most": "give a number that is at most {most}",
    "detail.give.greater": "give a number greater than {least}",
    "detail.give.less": "give a number less than {most}",
    "detail.give.boolean": "give true or false",
    "detail.give.whole": "give a whole number",
    "detail.give.number": "give a number",
    "detail.give.finite": "give a number that is not infinite",
    "detail.give.line": "give a text of one line, 1 to {most} characters",
    "detail.give.list": "give a list",
    "detail.give.object": "give an object",
    "detail.give.text": "give a text",
    "detail.give.text.beside": "give a text; its options stand beside `{verb}`, not in it",
    "detail.give.words": "give {words}{hint}",
    "detail.give.just": "this must be {words}",
    "detail.give.name": "give a name, as `counter`, or one of several, as `cups[0]`",
    "detail.give.reference": "give a name, as `lock`, or one of several, as `fork[index]`",
    "detail.give.any": "give {forms}",
    "detail.give.any.list": 'give {forms}; a list is written in quotes: "[1, 2]"',
    "detail.form.number": "a number",
    "detail.form.whole": "a whole number",
    "detail.form.seconds": "a number of seconds",
    "detail.form.expression": "an expression",
    "detail.form.text": "a text",
    # what is there, and what is not
    "detail.missing": "`{name}` is missing",
    "detail.missing.kind": "`kind` is missing; it says what this is",
    "detail.too-few": "there must be at least {least} here",
    "detail.too-many": "there can be {most} at most here",
    "detail.too-many.workers": "there can be {most} workers in all; these are {count}",
    "detail.too-many.resources": "there can be {most} resources in all; these are {count}",
    "detail.too-long": "a text has {most} characters at most here",
    "detail.too-short": "a text cannot be empty here",
    "detail.bad-name": "a name has letters, digits and _, and a letter comes first",
    "detail.bad-name.as": "a name has letters, digits and _, and a letter comes first, as `{name}`",
    "detail.bad-finding": "a kind of finding is written in small letters and hyphens, as lost-update",
    "detail.reserved-name": "`{name}` has a meaning of its own; choose another name",
    "detail.no-option": "`{name}` is no option of {what}{hint}",
    "detail.no-verb": "`{name}` is no verb of {what}{hint}",
    "detail.no-kind": "`{name}` is no kind of resource{hint}",
    "detail.needs-verb": "{what} needs a verb, as {example}",
    "detail.no-object": "{what} is an object, as {example}",
    "detail.two-verbs": "{what} says one thing; this one has {words}",
    "detail.no-workers": "give `workers`, steps of `main`, the text of a `program`, or a `lesson`",
    "detail.two-programs": "give either workers with what they share, or a `program`, or a `lesson`",
    "detail.no-args": "`args` are for a `program` or a `lesson`; workers know the parameters by their names",
    "detail.no-comparison": "say what it should be: `is`, `at_least` or `at_most`",
    "detail.other": "{said}",
    "detail.what.scenario": "a scenario",
    "detail.what.step": "a step",
    "detail.what.expectation": "an expectation",
    "detail.what.choice": "a choice",
    "detail.what.limits": "limits",
    "detail.what.texts": "a text in two languages",
    # hints
    "detail.hint.meant": "; did you mean `{word}`?",
    "detail.hint.there-are": "; there are {words}",
    "detail.hint.there-is": "; there is {words}",
    "detail.hint.read-first": "; `read` it into a name first",
    "detail.hint.depth": "; its depth is len({name})",
    "detail.hint.quotes": "; a text is written with quotes inside: \"'{name}'\"",
    # expressions and texts
    "detail.expression.length": "an expression has 1 to {most} characters",
    "detail.expression.line": "an expression is one line without control or invisible characters",
    "detail.expression.backslash": "this backslash means nothing; write two of them for one",
    "detail.expression.comment": "a comment does not belong into an expression; use `note`",
    "detail.expression.foreign": "{what} does not belong into an expression",
    "detail.expression.call": "an expression may call {words}, and nothing else",
    "detail.expression.number": "a number is too large",
    "detail.expression.constant": "a {kind} does not belong into an expression",
    "detail.expression.none": "this is no expression; a text is written with quotes inside: \"'done'\"",
    "detail.expression.none.logic": "this is no expression; write `and`, `or`",
    "detail.expression.none.not": "this is no expression; write `not`",
    "detail.expression.none.compare": "this is no expression; to compare, write ==",
    "detail.expression.none.seconds": "this is no expression; times are numbers of seconds, as 0.01",
    "detail.expression.none.bracket": "this is no expression; a bracket has no partner; inside { } put what has commas into quotes",
    "detail.foreign.dot": "a dot",
    "detail.foreign.slice": "a slice",
    "detail.foreign.dictionary": "a dictionary",
    "detail.foreign.set": "a set",
    "detail.foreign.f-string": "an f-string",
    "detail.foreign.lambda": "a lambda",
    "detail.foreign.loop": "a loop",
    "detail.foreign.is": "`is` (write ==)",
    "detail.foreign.is-not": "`is not` (write !=)",
    "detail.text.length": "a text has {most} characters at most",
    "detail.text.blank": "a text cannot be blank",
    "detail.text.line": "this text is one line",
    "detail.text.brace": "a brace stands alone; write {{ or }} for a brace itself",
    "detail.gives.by-zero": "this divides by zero",
    "detail.gives.nothing": "this cannot be computed",
    "detail.gives.nothing-yet": "this cannot be computed before the run",
    "detail.gives.too-many": "this gives too many",
    "detail.gives.too-large": "this gives too large a number",
    "detail.gives.no-number": "`{text}` gives no number",
    "detail.gives.this-no-number": "this gives no number",
    "detail.gives.no-whole": "`{text}` gives no whole number",
    "detail.gives.no-seconds": "`{text}` gives no number of seconds",
    "detail.gives.range": "`{text}` gives {number}; give a whole number from {least} to {most}",
    "detail.gives.seconds-range": "`{text}` gives {number}; give 0 to {most} seconds",
    "detail.gives.negative": "`{text}` gives {number}, which is less than nothing",
    "detail.not-yet.name": "`{name}` is not known before the run; here only parameters and numbers can be used",
    "detail.not-yet.function": "{name}() is known only while the scenario runs",
    "detail.not-yet.drawn": "{name}() draws only when the worker runs; let it sleep first",
    "detail.not-yet.later": "`{name}` gets its value only later",
    "detail.round": "round() takes fewer digits",
    # names and what they mean
    "detail.name.already": "`{name}` is {kind} already; choose another name",
    "detail.name.alike": "`{name}` is too like `{other}`; choose another name",
    "detail.name.twice": "`{name}` is here twice",
    "detail.name.unknown": "there is no `{name}` here{hint}",
    "detail.name.unknown-kind": "there is no {kinds} `{name}`{hint}",
    "detail.name.unknown-finding": "there is no finding `{name}`{hint}",
    "detail.name.unknown-lesson": "there is no example `{name}` here",
    "detail.name.unknown-argument": "`{name}` is no parameter of `{procedure}`{hint}",
    "detail.name.no-future": "there is no future `{name}` here; `submit` names one by `into`{hint}",
    "detail.name.not-here": "`{name}` is not known here; parameters, `index` and `seed` are",
    "detail.name.no-value": "`{name}` is {kind}, which has no value here{hint}",
    "detail.wrong-kind": "`{verb}` wants {wanted}; `{name}` is {kind}",
    "detail.wrong-kind.about": "this is about {wanted}; `{name}` is {kind}",
    "detail.wrong-kind.shared": "a condition shares a lock; `{name}` is {kind}",
    "detail.wrong-kind.thread": "`{name}` is a thread; no one can end it from outside",
    "detail.one-only": "there is one `{name}` only; leave out the [{subscript}]",
    "detail.which-one": "there are {count} of `{name}`; say which, as `{name}[0]`",
    "detail.which-one.subscript": "a subscript is a whole number; `{subscript}` is none",
    "detail.which-one.range": "there is no `{name}[{number}]`; they are counted from 0 to {most}",
    "detail.which-one.shared": "a condition shares one lock; there are several of `{name}`",
    "detail.missing-arguments": "`{name}` needs `arguments` with {words}",
    # steps
    "detail.option.permits": "only a semaphore's permits are given back several at once",
    "detail.option.until": "`until` is for conditions; what else is waited for says itself when",
    "detail.option.priority": "a task has no priority; processes and threads have",
    "detail.option.delay": "`delay` is for who begins by itself; sleep before you spawn",
    "detail.wrong-end": "messages go from end a to end b; give the pipe `duplex: true` for both ways",
    "detail.no-loop": "there is no loop around this; `leave: worker` ends the worker",
    "detail.no-procedure": "only a procedure returns something; `leave: worker` ends the worker",
    "detail.no-timeout": "without `timeout` this waits for ever and `else` never comes; give a timeout, as `timeout: 0` for at once",
    "detail.nested": "steps can be nested {most} deep; make a procedure of the inner ones",
    "detail.circle.calls": "`{name}` calls itself; use a loop",
    "detail.circle.calls-by": "`{name}` calls itself by way of `{other}`; use a loop",
    "detail.circle.starts": "`{name}` starts itself",
    "detail.circle.starts-by": "`{name}` starts its own starter",
    "detail.never-taken": "nobody ever takes `{name}`, so it cannot be released",
    "detail.not-held": "`{worker}` never takes `{name}`, and must hold it here; put this into `with: {name}`",
    "detail.never-started": "nobody starts `{name}`; `spawn` it, or let it begin by itself",
    "detail.begins-by-itself": "`{name}` begins by itself; give it `start: spawned`",
    "detail.daemon-parent": "`{name}` is a daemon, and a daemon cannot start processes",
    "detail.self-join": "`{name}` would wait for its own end",
    "detail.task.start": "`{name}` is a task; only tasks and the main worker can start one",
    "detail.task.join": "`{name}` is a task; only tasks and the main worker can join it",
    "detail.task.terminate": "`{name}` is a task; only tasks and the main worker can terminate it",
    "detail.starter.join": "`{who}` cannot join `{name}`, which another process has started",
    "detail.starter.terminate": "`{who}` cannot terminate `{name}`, which another process has started",
    # threads, processes and tasks
    "detail.two-worlds": "`{name}` is used by a task ({task}) and {other} ({who}); asyncio's {kind} is for tasks only",
    "detail.world.fifo": "`{name}` is used by processes ({who}), whose queues are fifo only",
    "detail.world.rlock": "`{name}` is used by tasks ({who}), and asyncio has no rlock",
    "detail.world.pool": "a pool belongs to the main process; this is done in another ({who})",
    "detail.world.text": "`{name}` is shared by processes ({who}): it holds a number, no text",
    "detail.world.job": "a job of a pool of processes",
    # what is expected
    "detail.whose": "say by whom, as `by: eater`, if each of them is meant",
    "detail.no-mark": "no `mark` says `{pattern}`{hint}",
    "detail.no-mark.by": "no `mark` of `{worker}` says `{pattern}`{hint}",
    "detail.no-section": "no `section` is called `{pattern}`{hint}",
}
NOUNS: Final = (
    *("lock", "rlock", "semaphore", "condition", "event", "barrier", "queue", "pipe", "value", "file", "pool"),
    *("worker", "parameter", "resource", "procedure", "thread", "process", "task"),
)
MESSAGES.update({f"detail.noun.{noun}": noun for noun in NOUNS})
MESSAGES.update({f"detail.a.{noun}": f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}" for noun in NOUNS})


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence for the user: a message of the catalogues, what goes into its gaps, and all that in English."""

    message_id: str
    parameters: dict[str, Any]
    text: str

    def __str__(self) -> str:
        return self.text

    def row(self) -> dict[str, Any]:
        """Write it as JSON has it."""
        return {"message_id": self.message_id, "parameters": self.parameters, "text": self.text}


class Unfit(ValueError):
    """What somebody wrote does not do. sentence: why."""

    def __init__(self, message_id: str, **parameters: Any) -> None:
        self.sentence = say(message_id, **parameters)
        super().__init__(self.sentence.text)


def refusal(code: str, sentence: Sentence) -> PydanticCustomError:
    """Make the error by which a validator of pydantic's says a sentence; wording.py takes it out again."""
    return PydanticCustomError(code, "{sentence}", {"sentence": sentence})


def say(message_id: str, **parameters: Any) -> Sentence:
    """Make a sentence of MESSAGES; texts that may come from outside are shortened, less so in the gaps `said` and `words`."""
    return filled(MESSAGES, message_id, {name: _bounded(name, value) for name, value in parameters.items()})


def filled(messages: Mapping[str, str], message_id: str, parameters: Mapping[str, Any]) -> Sentence:
    """Fill a message's gaps, as the browser does it: what is no gap stays, braces too."""
    text = _GAP.sub(lambda gap: _shown(parameters[gap[1]]), messages[message_id])
    return Sentence(message_id, {name: _row(value) for name, value in parameters.items()}, text)


def with_article(noun: str) -> Sentence:
    """Name a kind of thing with its article."""
    return say(f"detail.a.{noun}")


def kinds(nouns: Sequence[str], *, article: bool = False) -> list[Sentence]:
    """Name the alternatives of what a thing can be; the first with its article if asked for."""
    shown = [noun for noun in nouns if noun != "rlock"]  # a kind of lock; to name it makes sentences longer only
    return [say(f"detail.{'a' if article and number == 0 else 'noun'}.{noun}") for number, noun in enumerate(shown)]


def clip(text: str, length: int = MAX_QUOTE) -> str:
    """Shorten a text that may come from outside."""
    return text if len(text) <= length else text[: length - 1] + "…"


def _bounded(name: str, value: Any) -> Any:
    return clip(value, MAX_LISTING if name in ("said", "words") else MAX_QUOTE) if isinstance(value, str) else value


def _shown(value: Any) -> str:
    if not isinstance(value, list):
        return str(value)
    *firsts, last = map(str, value)
    return f"{', '.join(firsts)} or {last}" if firsts else last


def _row(value: Any) -> Any:
    if isinstance(value, Sentence):
        return {"message_id": value.message_id, "parameters": value.parameters}
    return [_row(each) for each in value] if isinstance(value, list) else value
