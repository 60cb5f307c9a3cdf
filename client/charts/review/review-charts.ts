import { BarChart, HeatmapChart } from 'echarts/charts';
import { VisualMapComponent } from 'echarts/components';
import { use } from 'echarts/core';

/** The parts that only the review draws with: loaded with it, so that the wall need not carry them. */
use([BarChart, HeatmapChart, VisualMapComponent]);
