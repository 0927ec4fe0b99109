"""Writes the README's command reference from the commands themselves; cog puts it in, a test holds that it is current."""

from __future__ import annotations

from casefile.cli.app import COMMANDS, load


def reference() -> str:
    """Every command with its arguments and summary, panel by panel, as Markdown; ``--help`` has the options."""
    lines: list[str] = []
    panel = ""
    for name, entry in COMMANDS.items():
        if entry.panel != panel:
            panel = entry.panel
            lines += ["", f"**{panel}**", ""]
        arguments = [
            parameter.metavar or parameter.name.upper()
            for parameter in load(name).params
            if parameter.param_type_name == "argument"
        ]
        lines.append(f"- `{' '.join(['casefile', name, *arguments])}` {entry.summary}")
    return "\n".join(lines[1:])
