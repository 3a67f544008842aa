"""Where a field of a rendered object comes from: the line of a template, and the key of the values.

`template_lines.template_lines` maps the lines of a render to lines of templates with one more render. For values keys,
`values_key.Origins` renders the chart with changed values and sees which fields follow.
"""
