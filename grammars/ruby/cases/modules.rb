module Totals
  #    ^ class Totals exported
  DEFAULTS = {
    # <- constant DEFAULTS in Totals exported
    tax: 0.2,
    "rate" => [1, 2],
  }.freeze

  module ClassMethods
    #    ^ class ClassMethods in Totals exported
    def rates
      # <- method rates in Totals.ClassMethods exported
      case DEFAULTS
      in { tax: Float => tax } then [tax]
      else []
      end
    rescue KeyError => error
      warn error.message
    end
  end

  def self.included(base)
    #      ^ method included in Totals exported
    base.extend(ClassMethods)
  end
end
