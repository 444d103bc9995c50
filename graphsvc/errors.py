"""The one tree of errors: a stable code, a sentence for a person, a way out, and whether trying again can help.

Texts from data (names, cells) go into `details`, which is shown to the person who caused the error and is never logged.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar


class GraphsvcError(Exception):
    """The root. A subclass sets `code`, `status` (HTTP), `exit_code` (command line), `message` and `hint`."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 1
    message: str = "Something went wrong."
    hint: str = ""

    def __init__(self, message: str | None = None, *, hint: str | None = None, **details: object) -> None:
        if message is not None:
            self.message = message
        if hint is not None:
            self.hint = hint
        self.details: Mapping[str, object] = MappingProxyType(details)
        super().__init__(self.message)

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class Refused(GraphsvcError):
    """The request cannot be done as it stands; trying the same again will not help."""

    code = "refused"
    status = 422


class WrongUse(GraphsvcError):
    """The command or address was not understood."""

    code = "wrong-use"
    status = 400
    exit_code = 2


class NotFound(GraphsvcError):
    """There is no such thing, or the viewer may not see it: both look the same."""

    code = "not-found"
    status = 404
    message = "There is nothing here that you may see."
    hint = "Check the address, or search for the name."


class Transient(GraphsvcError):
    """Trying again later can help. The only errors that are ever retried."""

    code = "transient"
    status = 503
    exit_code = 3
    message = "The service cannot answer right now."
    hint = "Try again in a minute."


# Settings and use ---------------------------------------------------------------------------------------------------


class BadSetting(GraphsvcError):
    """A setting is missing or has a value that cannot be used; the service does not start."""

    code = "setting.bad"
    exit_code = 2


class PortInUse(GraphsvcError):
    """Another program listens on the port."""

    code = "serve.port-in-use"
    exit_code = 1


# Model --------------------------------------------------------------------------------------------------------------


class InvalidValue(Refused):
    """A value breaks a rule of the model (for example a tie from an actor to itself)."""

    code = "model.invalid"


class UnknownKind(InvalidValue):
    """A kind of tie or actor that the registry does not know."""

    code = "kind.unknown"


# Files and imports --------------------------------------------------------------------------------------------------


class UnreadableFile(Refused):
    """The whole file is refused: nothing of it was written. Names the file, the place and the rule."""

    code = "file.refused"

    def __init__(self, message: str, *, file: str, rule: str, place: str | None = None, hint: str = "") -> None:
        where = f"{file}, {place}: " if place else f"{file}: "
        super().__init__(where + message, hint=hint, file=file, rule=rule, place=place)
        self.file = file
        self.rule = rule
        self.place = place


class ImportRefused(Refused):
    """The import was checked and not written, because of what its report says."""

    code = "import.refused"


class ImportStopped(Transient):
    """The import was asked to stop (SIGTERM, Ctrl-C); it did so between batches and took back what it had written."""

    code = "import.stopped"
    message = "The import was stopped."
    hint = "Nothing was changed. Run the same command again."


class PreviewOutdated(Transient):
    """Between preview and writing somebody else changed the same source."""

    code = "import.preview-outdated"
    message = "This source was changed by somebody else since the preview was made."
    hint = "Nothing was changed. Run the same command again to see the new preview."


class RunNotUndoable(Refused):
    """A run cannot be taken back as things stand (unknown, or later runs rest on it)."""

    code = "run.not-undoable"


# Stores -------------------------------------------------------------------------------------------------------------


class StoreUnreachable(Transient):
    """The network store does not answer (absent, stopped, or cut off)."""

    code = "store.unreachable"
    message = "The network store does not answer."
    hint = "Your work is safe. Try again in a minute."


class StoreBusy(Transient):
    """Another import or change holds the lock of the store."""

    code = "store.busy"
    message = "Another change of the store is under way."
    hint = "Try again when it has ended."


class StoreFull(Transient):
    """The disk under the store is full; nothing was half-written."""

    code = "store.full"
    message = "The disk that holds the store is full."
    hint = "Nothing was changed. Free some space, then run the same command again."


class StoreRefused(Refused):
    """The store refuses the service: wrong password, not a store of ours, damaged."""

    code = "store.refused"


class StoreTooNew(StoreRefused):
    """The store was written by a newer version of the service."""

    code = "store.too-new"
    message = "This store was written by a newer version of graphsvc."
    hint = "Update graphsvc, then start it again. Nothing was changed."


# Sign-in ------------------------------------------------------------------------------------------------------------


class SignInFailed(Refused):
    """Wrong name or password; which of the two is not said."""

    code = "sign-in.failed"
    status = 401
    message = "That name and password do not fit together."
    hint = "Check both, then try again."


class TooManyTries(Transient):
    """Somebody tried too often; the same answer for every account."""

    code = "sign-in.slow-down"
    status = 429
    message = "Too many tries."
    hint = "Wait a minute, then try again."


# Introductions ------------------------------------------------------------------------------------------------------


class StepNotAllowed(Refused):
    """A request does not stand where this can be done, or this person may not do it; `details` has state and action."""

    code = "request.step-not-allowed"
    status = 409
    message = "This cannot be done with the request as it stands now."
    hint = "Nothing was changed. Somebody may have answered meanwhile: look at the request again."


class IntroducerOptedOut(Refused):
    """The actor asked not to be used as an introducer."""

    code = "request.introducer-opted-out"
    status = 409
    message = "They have asked not to be used as an introducer."
    hint = "Choose another route."


class TextMissing(InvalidValue):
    """A text of a request that cannot be left empty."""

    code = "request.text-missing"
    message = "A text is missing."
    hint = "Write a sentence, so that they know what it is about."


class TextTooLong(InvalidValue):
    """A text of a request is longer than it may be."""

    code = "request.text-too-long"
    message = "A text is too long."
    hint = "Say it shorter."


class TextNotShown(InvalidValue):
    """A text of a request holds control characters, or half of a two-part one."""

    code = "request.text-not-shown"
    message = "A text holds characters that cannot be shown."
    hint = "Type it again."


class RouteUnfit(InvalidValue):
    """The actors of a request are not three different ones on one route."""

    code = "request.route-unfit"
    message = "The route does not lead from who asks, through the introducer, to whom it is for."
    hint = "Start again from the route."


class ScopeUnfit(InvalidValue):
    """The scope of a request is not one that its requester may choose."""

    code = "request.scope-unfit"
    message = "Nobody is chosen who may learn how it ended."
    hint = "Take one of the list."


class OutcomeUnfit(InvalidValue):
    """An outcome that does not fit how far the request came, or that lies in the future."""

    code = "request.outcome-unfit"
    message = "This outcome does not fit how far the request came, or its day lies in the future."
    hint = "Choose another one."


# Plans --------------------------------------------------------------------------------------------------------------


class TooManyPlans(InvalidValue):
    """An account keeps as many plans as it may."""

    code = "plan.too-many"
    message = "You keep as many plans as you may."
    hint = "Delete one that you no longer need."


class PlaceUnfit(InvalidValue):
    """A plan or proposal is to lie where this person may not look."""

    code = "plan.place-unfit"
    message = "You may not look into the place that was chosen."
    hint = "Take one of the list. Some kinds of tie are always closed: for these take a more closed place."


class NotSayable(InvalidValue):
    """An actor of a proposal is known only from statements that the chosen scope may not know of."""

    code = "proposal.not-sayable"
    message = "One of the actors is known only from a place that the chosen one may not look into."
    hint = "Choose another collection, or a more closed level."


class AlreadyProposed(InvalidValue):
    """The same person has proposed the same ties in the same place, and that stands."""

    code = "proposal.already"
    message = "You have proposed these ties there already."
    hint = "They are on the pages of their actors, as planned."
