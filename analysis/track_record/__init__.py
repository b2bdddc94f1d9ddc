"""How well the forecasts would have done on past rounds, and how logged ones did."""
