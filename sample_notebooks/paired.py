# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#       jupytext_version: 1.19.6
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Rainfall
#
# This notebook has a twin, `paired.py`. Edit either; `nbtrack sync paired.ipynb` brings the other in step and keeps the outputs.

# %%
import statistics

rainfall_mm = {"Jan": 61, "Feb": 45, "Mar": 52, "Apr": 38, "May": 57, "Jun": 73}

# %% [markdown]
# ## How much is usual?

# %%
usual_mm = statistics.mean(rainfall_mm.values())
spread_mm = statistics.stdev(rainfall_mm.values())
print(f"{usual_mm:.0f} mm a month, give or take {spread_mm:.0f} mm")

# %%
wet_months = [month for month, rain_mm in rainfall_mm.items() if rain_mm > usual_mm + spread_mm]
wet_months
