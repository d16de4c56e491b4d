"""Milestones that name no line of the Budget: what they weigh is earned by nobody."""

from __future__ import annotations

from app.project.model import Project
from app.project.names import folded
from app.project.nearest import NearestName
from app.project.problem import Problem, ProblemKind


def unmatched_milestones(project: Project) -> tuple[Problem, ...]:
    """One problem a name, with the line that is probably meant; its cells are those of all its milestones.

    A milestone without a weight may name a phase or a line's title: it credits no line anyway.
    """
    if not project.milestones:
        return ()
    exact = {line.id for line in project.lines}
    loose = [index for index, milestone in enumerate(project.milestones) if milestone.line not in exact]
    if not loose:
        return ()
    known = {folded(line.id) for line in project.lines}
    labels = {folded(text) for line in project.lines for text in (line.phase, line.title)}
    labels |= set(project.summing_lines)
    by_name: dict[str, list[int]] = {}
    for index in loose:
        milestone = project.milestones[index]
        name = folded(milestone.line)
        if name and name not in known and (milestone.weight is not None or name not in labels):
            by_name.setdefault(name, []).append(index)
    return tuple(_problem(project, indices) for indices in by_name.values())


def _problem(project: Project, indices: list[int]) -> Problem:
    milestones = [project.milestones[index] for index in indices]
    name = milestones[0].line.strip()
    titled = (line.id for line in project.lines if folded(line.title) == folded(name))
    meant = next(titled, "") or NearestName([line.id for line in project.lines]).to(name)
    unread = project.unread_lines.get(folded(name), "")
    weight = sum(milestone.weight or 0.0 for milestone in milestones)
    says = f"'{name}' is no line of the Budget"
    write = f"Write '{meant}' if that is the line meant" if meant else "Write the line it belongs to"
    if unread:
        says, write = f"'{name}' is left out of the Budget, because {unread} cannot be read", f"Mend {unread}"
    credited = "1 milestone credits" if len(milestones) == 1 else f"{len(milestones):,} milestones credit"
    weighs = f", {weight * 100:g} % of a line's work" if weight else ""
    source = project.sources.get("milestones")
    return Problem(
        kind=ProblemKind.UNKNOWN_LINE,
        message=f"Milestones: {says}: {credited} no line{weighs}",
        mend=write,
        places=tuple(source.cell(milestone.row, "line") for milestone in milestones) if source else (),
        count=len(milestones),
        subject=name,
        line=meant,
    )
