telegram-apology = Sorry, something went wrong on our side with this one. Please try again a little later or ask in other words.
