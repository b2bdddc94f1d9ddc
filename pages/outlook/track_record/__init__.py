"""How well the forecasts have done, from the stored score card."""
